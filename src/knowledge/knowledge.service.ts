import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import type { Passage } from '../agent/agent-runner.js';
import { KnowledgeRepository } from './knowledge.repository.js';
import { splitMarkdown } from './markdown-sections.js';
import { searchText, snippetOf } from './search-text.js';

/** Chunks of a lower score share only chance words with the question; 0 to 1. */
const MIN_SCORE = 0.3;
const SNIPPET_CHARACTERS = 200;

/** A Markdown text and where it came from. */
export interface MarkdownSource {
  readonly source: string;
  readonly markdown: string;
}

/** What is known: imports documents and finds the passages that fit a question. */
@Injectable()
export class KnowledgeService {
  constructor(private readonly knowledge: KnowledgeRepository) {}

  /** Passages that fit, best first, at most `limit`; empty when nothing fits. Any text is a question. */
  async search(question: string, options: { limit: number }): Promise<Passage[]> {
    const text = searchText(question);
    if (text === '') return [];
    const found = await this.knowledge.findBest(text, { minScore: MIN_SCORE, limit: options.limit });
    return found.map(({ heading, content, url, score }) => ({
      title: heading,
      url,
      snippet: snippetOf(content, SNIPPET_CHARACTERS),
      content,
      score: Math.round(score * 1000) / 1000,
    }));
  }

  /**
   * Imports the documents that are new or have changed, each one whole or not at all.
   * Importing again changes nothing; several replicas may do it at once.
   */
  async importMarkdown(sources: readonly MarkdownSource[]): Promise<void> {
    const known = await this.knowledge.findHashes(sources.map(({ source }) => source));
    for (const { source, markdown } of sources) {
      const contentHash = createHash('sha256').update(markdown).digest('hex');
      if (known.get(source) === contentHash) continue;
      const { title, sections } = splitMarkdown(markdown);
      const chunks = sections.map((section) => ({ ...section, id: newId() }));
      await this.knowledge.insertOrReplace({
        id: newId(),
        source,
        title: title ?? source,
        url: null,
        contentHash,
        chunks,
      });
    }
  }
}
