import type { MigrationInterface, QueryRunner } from 'typeorm';

const SENDERS = `
CREATE TABLE messenger_senders (
  page_id            text        NOT NULL,
  psid               text        NOT NULL,
  last_user_event_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  thread_owned       boolean     NOT NULL DEFAULT true,
  heard_at           timestamptz NULL,
  control_at         timestamptz NULL,
  created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT messenger_senders_pkey PRIMARY KEY (page_id, psid)
)`;

const OUTBOX = `
CREATE TABLE outbox (
  id              uuid        NOT NULL CONSTRAINT outbox_pkey PRIMARY KEY,
  position        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  conversation_id uuid        NOT NULL CONSTRAINT outbox_conversation REFERENCES conversations (id) ON DELETE CASCADE,
  turn_id         uuid        NOT NULL CONSTRAINT outbox_turn REFERENCES turns (id) ON DELETE CASCADE,
  turn_no         bigint      NOT NULL,
  part_no         int         NOT NULL,
  page_id         text        NOT NULL,
  recipient       text        NOT NULL,
  payload         jsonb       NULL,
  state           text        NOT NULL DEFAULT 'pending'
                  CONSTRAINT outbox_state CHECK (state IN ('pending', 'sending', 'unknown', 'sent', 'parked', 'dead')),
  attempts        int         NOT NULL DEFAULT 0,
  resends         int         NOT NULL DEFAULT 0,
  send_epoch      bigint      NOT NULL DEFAULT 0,
  sending_since   timestamptz NULL,
  next_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  remote_id       text        NULL,
  error_code      text        NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT outbox_once UNIQUE (turn_id, part_no)
) WITH (fillfactor = 85)`;

const INDEXES = [
  `CREATE INDEX outbox_line ON outbox (page_id, recipient, position) WHERE state IN ('pending', 'sending', 'unknown')`,
  `CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('pending', 'sending', 'unknown')`,
  `CREATE INDEX outbox_by_conversation ON outbox (conversation_id)`,
];

/** What is to be sent to people on Messenger, in the order of its positions for each recipient; and who they are. */
export class CreateOutbox1763800000000 implements MigrationInterface {
  readonly name = 'CreateOutbox1763800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [SENDERS, OUTBOX, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['outbox', 'messenger_senders']) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
