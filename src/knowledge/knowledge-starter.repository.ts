import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';

/** A starter document as this release has it. */
interface Starter {
  readonly source: string;
  readonly contentHash: string;
}

/**
 * Of the sources $1 with the hashes $2 those that were never given, and those whose last version is still there as it was given.
 * By the primary key and knowledge_documents_source.
 */
const findDue: Statement = {
  name: 'find_due_starters',
  text: `
    SELECT release.source FROM unnest($1::text[], $2::text[]) AS release (source, content_hash)
    LEFT JOIN knowledge_starters AS given ON given.source = release.source
    LEFT JOIN knowledge_documents AS document ON document.source = release.source AND document.item = ''
    WHERE given.source IS NULL
          OR given.content_hash <> release.content_hash AND document.content_hash = given.content_hash`,
};

/** In the order of the sources, so that two replicas never wait for each other. */
const updateGiven: Statement = {
  name: 'update_given_starters',
  text: `
    INSERT INTO knowledge_starters AS given (source, content_hash)
    SELECT source, content_hash FROM unnest($1::text[], $2::text[]) AS release (source, content_hash) ORDER BY source
    ON CONFLICT (source) DO UPDATE SET content_hash = excluded.content_hash
      WHERE given.content_hash <> excluded.content_hash`,
};

/** Remembers which starter documents were given. */
@Injectable()
export class KnowledgeStarterRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** The sources of those that are to be given: new ones, and new versions of what nobody has changed or removed. */
  async findDue(starters: readonly Starter[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.run<{ source: string }>(findDue, columnsOf(starters));
    return new Set(rows.map(({ source }) => source));
  }

  /** Notes that these were given. */
  async update(starters: readonly Starter[]): Promise<void> {
    await this.database.run(updateGiven, columnsOf(starters));
  }
}

const columnsOf = (starters: readonly Starter[]): string[][] => [
  starters.map(({ source }) => source),
  starters.map(({ contentHash }) => contentHash),
];
