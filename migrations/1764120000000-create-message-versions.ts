import type { MigrationInterface, QueryRunner } from 'typeorm';

const VERSIONS = `
CREATE TABLE message_versions (
  message_id uuid        NOT NULL CONSTRAINT message_versions_message REFERENCES messages (id) ON DELETE CASCADE,
  version    int         NOT NULL CONSTRAINT message_versions_positive CHECK (version > 0),
  content    text        NOT NULL,
  metadata   jsonb       NOT NULL,
  rating     text        NULL,
  comment    text        NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT message_versions_pkey PRIMARY KEY (message_id, version)
)`;

const REGENERATION = `
ALTER TABLE conversations
  ADD COLUMN regeneration_epoch bigint NULL,
  ADD COLUMN regeneration_until timestamptz NULL,
  ADD CONSTRAINT conversations_regeneration_pair CHECK ((regeneration_epoch IS NULL) = (regeneration_until IS NULL))`;

/** What answers said before they were given again, and who is about to give one again. */
export class CreateMessageVersions1764120000000 implements MigrationInterface {
  readonly name = 'CreateMessageVersions1764120000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(VERSIONS);
    await queryRunner.query(REGENERATION);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE message_versions');
    await queryRunner.query(
      'ALTER TABLE conversations DROP COLUMN regeneration_epoch, DROP COLUMN regeneration_until',
    );
  }
}
