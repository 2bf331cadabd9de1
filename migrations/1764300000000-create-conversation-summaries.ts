import type { MigrationInterface, QueryRunner } from 'typeorm';

const SUMMARIES = `
CREATE TABLE conversation_summaries (
  conversation_id uuid        NOT NULL CONSTRAINT conversation_summaries_pkey PRIMARY KEY
                  CONSTRAINT conversation_summaries_conversation REFERENCES conversations (id) ON DELETE CASCADE,
  text            text        NOT NULL CONSTRAINT conversation_summaries_length CHECK (char_length(text) <= 4000),
  through_seq     bigint      NOT NULL CONSTRAINT conversation_summaries_through CHECK (through_seq > 0),
  revision        bigint      NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
)`;

/** What was said in a conversation longer ago, in short. */
export class CreateConversationSummaries1764300000000 implements MigrationInterface {
  readonly name = 'CreateConversationSummaries1764300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SUMMARIES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE conversation_summaries');
  }
}
