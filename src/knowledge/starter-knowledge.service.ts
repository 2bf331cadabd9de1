import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { KnowledgeStarterRepository } from './knowledge-starter.repository.js';
import { KnowledgeService, type MarkdownSource } from './knowledge.service.js';
import { wholeDocument } from './new-document.js';

const FOLDER = join(import.meta.dirname, 'starter');

/** Gives a new installation its first knowledge: about Parley itself. */
@Injectable()
export class StarterKnowledge implements OnApplicationBootstrap {
  private readonly logger = new Logger(StarterKnowledge.name);

  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly starters: KnowledgeStarterRepository,
  ) {}

  /** Gives what is new. A failure is logged only: Parley answers without it, and the next start tries again. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.give(await starterDocuments());
    } catch (error) {
      this.logger.error({ err: error }, 'The starter knowledge was not imported');
    }
  }

  /**
   * Imports the documents that this installation never had, and new versions of those that are as they were given: what somebody
   * has removed or replaced stays so. Noted after the import, so that one that was cut off is made up for.
   */
  async give(documents: readonly MarkdownSource[]): Promise<void> {
    const starters = documents.map(({ source, markdown }) => wholeDocument(source, { content: markdown }));
    const due = await this.starters.findDue(starters);
    await this.knowledge.importMarkdown(documents.filter(({ source }) => due.has(source)));
    await this.starters.update(starters);
  }
}

/** The Markdown files about Parley, by name. */
export async function starterDocuments(): Promise<MarkdownSource[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.md')).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      source: `starter/${name}`,
      markdown: await readFile(join(FOLDER, name), 'utf8'),
    })),
  );
}
