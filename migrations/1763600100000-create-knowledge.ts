import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKnowledge1763600100000 implements MigrationInterface {
  readonly name = 'CreateKnowledge1763600100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE knowledge_documents (
        id uuid CONSTRAINT knowledge_documents_pkey PRIMARY KEY,
        source text NOT NULL CONSTRAINT knowledge_documents_source UNIQUE,
        title text NOT NULL,
        url text,
        content_hash text NOT NULL CONSTRAINT knowledge_documents_hash CHECK (content_hash ~ '^[0-9a-f]{64}$'),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE knowledge_chunks (
        id uuid CONSTRAINT knowledge_chunks_pkey PRIMARY KEY,
        document_id uuid NOT NULL
          CONSTRAINT knowledge_chunks_document REFERENCES knowledge_documents (id) ON DELETE CASCADE,
        position integer NOT NULL CONSTRAINT knowledge_chunks_position CHECK (position >= 0),
        heading text NOT NULL,
        keywords text NOT NULL DEFAULT '',
        content text NOT NULL CONSTRAINT knowledge_chunks_content CHECK (content <> ''),
        tsv tsvector NOT NULL GENERATED ALWAYS AS (
          setweight(to_tsvector('english', heading), 'A') ||
          setweight(to_tsvector('english', keywords), 'B') ||
          setweight(to_tsvector('english', content), 'C')
        ) STORED
      )`);
    await runner.query('CREATE INDEX knowledge_chunks_tsv ON knowledge_chunks USING gin (tsv)');
    await runner.query('CREATE INDEX knowledge_chunks_in_order ON knowledge_chunks (document_id, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE knowledge_chunks');
    await runner.query('DROP TABLE knowledge_documents');
  }
}
