import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import { findHashes, importDocument, searchChunks } from './knowledge-statements.js';
import type { Section } from './markdown-sections.js';

/** A document as it is imported. */
export interface NewDocument {
  readonly id: string;
  readonly source: string;
  readonly title: string;
  readonly url: string | null;
  /** sha256 of the whole text, hex. */
  readonly contentHash: string;
  readonly chunks: readonly (Section & { readonly id: string })[];
}

/** A chunk that shares words with the question. */
export interface FoundChunk {
  readonly heading: string;
  readonly content: string;
  readonly url: string | null;
  /** 0 to 1: share of the question's words that it has, rare words counting more. */
  readonly score: number;
}

/** Documents and their chunks. */
@Injectable()
export class KnowledgeRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** The best chunks, best first. `text` may be anything that PostgreSQL can store. */
  async findBest(text: string, limits: { minScore: number; limit: number }): Promise<FoundChunk[]> {
    return this.database.run<FoundChunk>(searchChunks, [text, limits.minScore, limits.limit]);
  }

  /** Content hashes of the given sources, by source. */
  async findHashes(sources: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.run<{ source: string; contentHash: string }>(findHashes, [sources]);
    return new Map(rows.map(({ source, contentHash }) => [source, contentHash]));
  }

  /** Puts the document in the place of an older one of its source; does nothing when its hash is there already. */
  async insertOrReplace({ chunks, ...document }: NewDocument): Promise<void> {
    await this.database.run(importDocument, [
      document.id,
      document.source,
      document.title,
      document.url,
      document.contentHash,
      chunks.map(({ id }) => id),
      chunks.map(({ heading }) => heading),
      chunks.map(({ keywords }) => keywords),
      chunks.map(({ content }) => content),
    ]);
  }
}
