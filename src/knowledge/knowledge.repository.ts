import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClient } from '../database/database.client.js';
import { newId } from '../database/new-id.js';
import * as statements from './document-statements.js';
import type { NewChunk, NewDocument } from './new-document.js';
import { searchChunks, searchChunksOfTopic } from './search-statement.js';

/** A chunk that shares words with the question. */
export interface FoundChunk {
  readonly documentId: string;
  readonly source: string;
  readonly title: string;
  readonly content: string;
  readonly url: string | null;
  /** 0 to 1: share of the question's words that it has, rare words counting more. */
  readonly score: number;
}

/** What is searched for. */
export interface SearchedWords {
  readonly text: string;
  /** The last word where that may go on, else empty. */
  readonly openWord: string;
  /** What counts besides. */
  readonly topic: Topic | null;
}

/** What a question leans on. */
export interface Topic {
  readonly words: string;
  /** What they weigh together, the question's own being 1. */
  readonly weight: number;
  /** Least score of the question's own words by themselves, 0 to 1. */
  readonly minOwnScore: number;
}

/** A document as it is stored, without its text. */
export interface StoredDocument {
  readonly id: string;
  readonly source: string;
  readonly title: string;
  readonly url: string | null;
  readonly chunkCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Where knowledge came from, and how much. */
export interface KnowledgeSource {
  readonly source: string;
  readonly documents: number;
  readonly chunks: number;
  readonly updatedAt: Date;
}

/** Chunks that one statement stores: it has 10 s. */
const CHUNKS_AT_ONCE = 1000;

/** Documents and their chunks. */
@Injectable()
export class KnowledgeRepository {
  constructor(
    private readonly database: DatabaseClient,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** The best chunks, best first. The texts may be anything that PostgreSQL can store. */
  async findBest(
    { text, openWord, topic }: SearchedWords,
    { minScore, limit }: { minScore: number; limit: number },
  ): Promise<FoundChunk[]> {
    const values = [text, openWord, minScore, limit];
    if (topic === null) return this.database.run<FoundChunk>(searchChunks, values);
    const { words, weight, minOwnScore } = topic;
    return this.database.run<FoundChunk>(searchChunksOfTopic, [...values, words, weight, minOwnScore]);
  }

  /** Those of the documents that are new or have changed. */
  async findChanged<Document extends Pick<NewDocument, 'source' | 'item' | 'contentHash'>>(
    documents: readonly Document[],
  ): Promise<Document[]> {
    const rows = await this.database.run<{ hash: string | null }>(statements.findHashes, [
      documents.map(({ source }) => source),
      documents.map(({ item }) => item),
    ]);
    return documents.filter(({ contentHash }, index) => rows[index]?.hash !== contentHash);
  }

  /** The next `limit` items of a source after `after`, from the first on for null, in order. */
  async findItems(
    source: string,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<{ id: string; item: string }[]> {
    return this.database.run(statements.findItems, [source, after, limit]);
  }

  /** Every source, by name. */
  async findSources(): Promise<KnowledgeSource[]> {
    return this.database.run<KnowledgeSource>(statements.findSources, []);
  }

  /** A page of documents, by source and item. */
  async findDocuments({ limit, offset }: { limit: number; offset: number }): Promise<StoredDocument[]> {
    return this.database.run<StoredDocument>(statements.findDocuments, [limit, offset]);
  }

  /** The document that is the whole of its source. */
  async findDocument(source: string): Promise<StoredDocument | null> {
    const [found] = await this.database.run<StoredDocument>(statements.findDocument, [source]);
    return found ?? null;
  }

  async countDocuments(): Promise<number> {
    const [row] = await this.database.run<{ count: number }>(statements.countDocuments, []);
    return row?.count ?? 0;
  }

  /**
   * Puts documents in the place of older ones of their source and item, all or none; leaves those alone whose hash is there
   * already. Gives how many it changed.
   * One transaction that locks the documents first: a DELETE in the same statement would not see the chunks that another
   * replica committed while it waited.
   */
  async insertOrReplace(documents: readonly NewDocument[]): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const saved = await saveDocuments(manager, documents);
      const ids = saved.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await manager.query(statements.DELETE_CHUNKS, [ids]);
      const chunks = saved.flatMap(chunksOf);
      for (let done = 0; done < chunks.length; done += CHUNKS_AT_ONCE)
        await insertChunks(manager, chunks.slice(done, done + CHUNKS_AT_ONCE));
      return ids.length;
    });
  }

  /** Deletes documents with their chunks, all or none; gives how many there were. */
  async deleteDocuments(ids: readonly string[]): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const locked: unknown[] = await manager.query(statements.LOCK_DOCUMENTS, [ids]);
      if (locked.length === 0) return 0;
      await manager.query(statements.DELETE_CHUNKS, [ids]);
      await manager.query(statements.DELETE_DOCUMENTS, [ids]);
      return locked.length;
    });
  }
}

interface SavedDocument {
  readonly id: string;
  readonly document: NewDocument;
}

async function saveDocuments(
  manager: EntityManager,
  documents: readonly NewDocument[],
): Promise<SavedDocument[]> {
  const rows: { id: string; source: string; item: string }[] = await manager.query(
    statements.SAVE_DOCUMENTS,
    [
      documents.map(() => newId()),
      documents.map(({ source }) => source),
      documents.map(({ item }) => item),
      documents.map(({ kind }) => kind),
      documents.map(({ title }) => title),
      documents.map(({ url }) => url),
      documents.map(({ contentHash }) => contentHash),
    ],
  );
  const ids = new Map(rows.map(({ id, source, item }) => [`${item} ${source}`, id]));
  return documents.flatMap((document) => {
    const id = ids.get(`${document.item} ${document.source}`);
    return id === undefined ? [] : [{ id, document }];
  });
}

type PlacedChunk = NewChunk & { readonly documentId: string; readonly position: number };

function chunksOf({ id, document }: SavedDocument): PlacedChunk[] {
  return document.chunks.map((chunk, position) => ({ ...chunk, documentId: id, position }));
}

async function insertChunks(manager: EntityManager, chunks: readonly PlacedChunk[]): Promise<void> {
  await manager.query(statements.INSERT_CHUNKS, [
    chunks.map(() => newId()),
    chunks.map(({ documentId }) => documentId),
    chunks.map(({ position }) => position),
    chunks.map(({ language }) => language),
    chunks.map(({ heading }) => heading),
    chunks.map(({ keywords }) => keywords),
    chunks.map(({ content }) => content),
  ]);
}
