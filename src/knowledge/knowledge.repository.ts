import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DatabaseClient } from '../database/database.client.js';
import {
  DELETE_CHUNKS,
  findHashes,
  INSERT_CHUNKS,
  SAVE_DOCUMENT,
  searchChunks,
} from './knowledge-statements.js';
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
  constructor(
    private readonly database: DatabaseClient,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** The best chunks, best first. `text` may be anything that PostgreSQL can store. */
  async findBest(text: string, limits: { minScore: number; limit: number }): Promise<FoundChunk[]> {
    return this.database.run<FoundChunk>(searchChunks, [text, limits.minScore, limits.limit]);
  }

  /** Content hashes of the given sources, by source. */
  async findHashes(sources: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.run<{ source: string; contentHash: string }>(findHashes, [sources]);
    return new Map(rows.map(({ source, contentHash }) => [source, contentHash]));
  }

  /**
   * Puts the document in the place of an older one of its source; does nothing when its hash is there already.
   * One transaction that locks the document first: a DELETE in the same statement would not see the chunks that another
   * replica committed while it waited.
   */
  async insertOrReplace({ id, source, title, url, contentHash, chunks }: NewDocument): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const values = [id, source, title, url, contentHash];
      const [saved]: { id: string }[] = await manager.query(SAVE_DOCUMENT, values);
      if (!saved) return;
      await manager.query(DELETE_CHUNKS, [saved.id]);
      await manager.query(INSERT_CHUNKS, [
        saved.id,
        chunks.map((chunk) => chunk.id),
        chunks.map(({ heading }) => heading),
        chunks.map(({ keywords }) => keywords),
        chunks.map(({ content }) => content),
      ]);
    });
  }
}
