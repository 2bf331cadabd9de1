import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONVERSATIONS = `
CREATE TABLE conversations (
  id               uuid        NOT NULL CONSTRAINT conversations_pkey PRIMARY KEY,
  platform         text        NOT NULL CONSTRAINT conversations_platform CHECK (platform IN ('web', 'messenger', 'api')),
  device_id        text        NULL,
  user_id          text        NULL,
  title            text        NULL,
  is_primary       boolean     NOT NULL DEFAULT false,
  message_count    bigint      NOT NULL DEFAULT 0,
  last_turn_no     bigint      NOT NULL DEFAULT 0,
  done_turn_no     bigint      NOT NULL DEFAULT 0,
  answered_turn_no bigint      NOT NULL DEFAULT 0,
  revision         bigint      NOT NULL DEFAULT 0,
  head_starts      int         NOT NULL DEFAULT 0,
  head_failures    int         NOT NULL DEFAULT 0,
  head_due_at      timestamptz NULL,
  lease_epoch      bigint      NOT NULL DEFAULT 0,
  lease_owner      text        NULL,
  lease_until      timestamptz NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_activity    timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_at        timestamptz NULL,
  deleted_at       timestamptz NULL,
  purged_at        timestamptz NULL,
  CONSTRAINT conversations_one_owner CHECK (num_nonnulls(device_id, user_id) = CASE WHEN deleted_at IS NULL THEN 1 ELSE 0 END),
  CONSTRAINT conversations_primary_user CHECK (NOT is_primary OR user_id IS NOT NULL OR deleted_at IS NOT NULL),
  CONSTRAINT conversations_counters CHECK (answered_turn_no <= done_turn_no AND done_turn_no <= last_turn_no),
  CONSTRAINT conversations_lease_open CHECK (lease_until IS NULL OR (done_turn_no < last_turn_no AND deleted_at IS NULL)),
  CONSTRAINT conversations_lease_pair CHECK ((lease_until IS NULL) = (lease_owner IS NULL))
)`;

const TURNS = `
CREATE TABLE turns (
  id              uuid        NOT NULL CONSTRAINT turns_pkey PRIMARY KEY,
  conversation_id uuid        NOT NULL CONSTRAINT turns_conversation REFERENCES conversations (id) ON DELETE CASCADE,
  turn_no         bigint      NOT NULL,
  channel         text        NOT NULL CONSTRAINT turns_channel CHECK (channel IN ('device', 'user', 'messenger')),
  dedupe_scope    text        NOT NULL,
  dedupe_key      bytea       NOT NULL,
  key_expires_at  timestamptz NULL,
  fingerprint     bytea       NOT NULL,
  state           text        NOT NULL DEFAULT 'accepted'
                  CONSTRAINT turns_state CHECK (state IN ('accepted', 'answered', 'failed', 'cancelled', 'erased')),
  run_epoch       bigint      NULL,
  error_code      text        NULL,
  caller_language text        NULL,
  request_id      text        NULL,
  input_tokens    int         NULL,
  output_tokens   int         NULL,
  cost_amount     numeric     NULL,
  cost_currency   text        NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at     timestamptz NULL,
  CONSTRAINT turns_dedupe UNIQUE (dedupe_scope, dedupe_key),
  CONSTRAINT turns_order UNIQUE (conversation_id, turn_no)
) WITH (fillfactor = 85)`;

const MESSAGES = `
CREATE TABLE messages (
  id              uuid        NOT NULL CONSTRAINT messages_pkey PRIMARY KEY,
  conversation_id uuid        NOT NULL CONSTRAINT messages_conversation REFERENCES conversations (id) ON DELETE CASCADE,
  turn_id         uuid        NULL CONSTRAINT messages_turn REFERENCES turns (id) ON DELETE CASCADE,
  seq             bigint      NOT NULL CONSTRAINT messages_seq_positive CHECK (seq > 0),
  role            text        NOT NULL CONSTRAINT messages_role CHECK (role IN ('user', 'assistant')),
  content         text        NOT NULL CONSTRAINT messages_content CHECK (content <> ''),
  metadata        jsonb       NOT NULL DEFAULT '{}',
  tool_calls      jsonb       NULL,
  tool_results    jsonb       NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT messages_length CHECK (role <> 'user' OR char_length(content) <= 10000),
  CONSTRAINT messages_order CHECK (seq % 2 = CASE role WHEN 'user' THEN 1 ELSE 0 END),
  CONSTRAINT messages_seq UNIQUE (conversation_id, seq),
  CONSTRAINT messages_once UNIQUE (turn_id, role)
)`;

const INDEXES = [
  `CREATE INDEX conversations_by_device ON conversations (device_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL`,
  `CREATE INDEX conversations_by_user ON conversations (user_id, updated_at DESC, id DESC) WHERE deleted_at IS NULL`,
  `CREATE UNIQUE INDEX conversations_primary ON conversations (user_id) WHERE is_primary AND deleted_at IS NULL`,
  `CREATE UNIQUE INDEX conversations_messenger_live ON conversations (device_id)
     WHERE platform = 'messenger' AND closed_at IS NULL AND deleted_at IS NULL`,
  `CREATE INDEX conversations_open ON conversations (id) WHERE done_turn_no < last_turn_no`,
  `CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL`,
  `CREATE INDEX turns_expiring_keys ON turns (key_expires_at) WHERE key_expires_at IS NOT NULL`,
  `CREATE INDEX messages_by_time ON messages (conversation_id, created_at)`,
];

/** Conversations, the durable inbox of turns, and messages; the rules of a turn stand in their constraints. */
export class CreateConversations1763600000000 implements MigrationInterface {
  readonly name = 'CreateConversations1763600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [CONVERSATIONS, TURNS, MESSAGES, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['messages', 'turns', 'conversations'])
      await queryRunner.query(`DROP TABLE ${table}`);
  }
}
