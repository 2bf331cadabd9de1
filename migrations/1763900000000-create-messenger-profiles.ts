import type { MigrationInterface, QueryRunner } from 'typeorm';

const PROFILES = `
CREATE TABLE messenger_profiles (
  page_id    text          NOT NULL CONSTRAINT messenger_profiles_pkey PRIMARY KEY,
  digest     text          NOT NULL,
  state      text          NOT NULL DEFAULT 'claimed'
             CONSTRAINT messenger_profiles_state CHECK (state IN ('claimed', 'failed', 'refused', 'synced')),
  attempts   int           NOT NULL DEFAULT 1,
  claims     timestamptz[] NOT NULL DEFAULT ARRAY[clock_timestamp()],
  due_at     timestamptz   NOT NULL DEFAULT clock_timestamp() + interval '5 minutes',
  synced_at  timestamptz   NULL,
  error_code text          NULL,
  created_at timestamptz   NOT NULL DEFAULT clock_timestamp()
)`;

/** Which replica brings the Messenger profile of a page to what is declared, and how far that is. */
export class CreateMessengerProfiles1763900000000 implements MigrationInterface {
  readonly name = 'CreateMessengerProfiles1763900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PROFILES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE messenger_profiles');
  }
}
