import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which starter documents an installation has been given, so that none comes back that was removed or changed there. */
export class CreateKnowledgeStarters1764310000000 implements MigrationInterface {
  readonly name = 'CreateKnowledgeStarters1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE knowledge_starters (
        source text CONSTRAINT knowledge_starters_pkey PRIMARY KEY,
        content_hash text NOT NULL CONSTRAINT knowledge_starters_hash CHECK (content_hash ~ '^[0-9a-f]{64}$')
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE knowledge_starters');
  }
}
