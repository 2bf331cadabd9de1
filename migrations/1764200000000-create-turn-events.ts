import type { MigrationInterface, QueryRunner } from 'typeorm';

const EVENTS = `
CREATE TABLE turn_events (
  turn_id    uuid        NOT NULL CONSTRAINT turn_events_turn REFERENCES turns (id) ON DELETE CASCADE,
  id         bigint      NOT NULL,
  type       text        NOT NULL,
  data       jsonb       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT turn_events_pkey PRIMARY KEY (turn_id, id)
)`;

const CANCEL = 'ALTER TABLE turns ADD COLUMN cancel_requested_at timestamptz NULL';

const BY_TIME = 'CREATE INDEX turn_events_by_time ON turn_events (created_at)';

/** What streamed turns have told so far, for callers who come back for the rest; and that a turn is to be ended. */
export class CreateTurnEvents1764200000000 implements MigrationInterface {
  readonly name = 'CreateTurnEvents1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [EVENTS, BY_TIME, CANCEL]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE turn_events');
    await queryRunner.query('ALTER TABLE turns DROP COLUMN cancel_requested_at');
  }
}
