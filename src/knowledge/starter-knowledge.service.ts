import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { KnowledgeService, type MarkdownSource } from './knowledge.service.js';

const FOLDER = join(import.meta.dirname, 'starter');

/** Gives a new installation its first knowledge: about Parley itself. */
@Injectable()
export class StarterKnowledge implements OnApplicationBootstrap {
  private readonly logger = new Logger(StarterKnowledge.name);

  constructor(private readonly knowledge: KnowledgeService) {}

  /** Imports what is new. A failure is logged only: Parley answers without it, and the next start tries again. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.knowledge.importMarkdown(await starterDocuments());
    } catch (error) {
      this.logger.error({ err: error }, 'The starter knowledge was not imported');
    }
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
