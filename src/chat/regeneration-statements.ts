import type { Owner } from '../auth/owner.js';
import { ownedBySql } from '../conversation/owned-by.js';
import type { Statement } from '../database/statement.js';

/*
 * Giving the last answer again. It happens on a line where nothing is open, so it holds no lease (R4) and holds up nobody: a
 * message that is accepted meanwhile goes first. It takes a number of the same fencing token instead, `lease_epoch`, which
 * every claim, reopening and erasure raises too: the epoch unchanged means that nothing has begun since. The rules of
 * accept-statements.ts hold: each statement writes the conversation's row first and decides on that row alone; what it
 * reads besides never changes (a message's place) or is guarded by the epoch.
 */

/** Somebody is at it: under the newest epoch, and not for too long. A claim of a later turn ends it, too. */
const isUnderWay = (row: string): string =>
  `coalesce(${row}.regeneration_epoch = ${row}.lease_epoch AND ${row}.regeneration_until > clock_timestamp(), false)`;

/** $1 message, $2 owner, $3 length of the claim in ms. 0 rows: see `standing`. By messages_pkey and conversations_pkey. */
const begin = (kind: Owner['kind']): Statement => ({
  name: `begin_regeneration_${kind}`,
  text: `UPDATE conversations conversation SET
  lease_epoch        = lease_epoch + 1,
  regeneration_epoch = lease_epoch + 1,
  regeneration_until = clock_timestamp() + $3::int * interval '1 ms'
FROM messages answer
WHERE answer.id = $1 AND answer.role = 'assistant' AND answer.turn_id IS NOT NULL
  AND conversation.id = answer.conversation_id AND ${ownedBySql(kind, '$2')}
  AND conversation.done_turn_no = conversation.last_turn_no AND answer.seq = 2 * conversation.last_turn_no
  AND NOT ${isUnderWay('conversation')}
RETURNING conversation.id AS conversation_id, conversation.last_turn_no AS turn_no, conversation.lease_epoch`,
});

/** Why an answer can't be given again, if it can't. $1 message, $2 owner. 0 rows: no such answer of the owner's. */
const standing = (kind: Owner['kind']): Statement => ({
  name: `regeneration_standing_${kind}`,
  text: `SELECT conversation.done_turn_no < conversation.last_turn_no AS has_open_turn,
  answer.turn_id IS NOT NULL AND answer.seq = 2 * conversation.last_turn_no AS is_last
FROM messages answer JOIN conversations conversation ON conversation.id = answer.conversation_id
WHERE answer.id = $1 AND answer.role = 'assistant' AND ${ownedBySql(kind, '$2')}`,
});

export const BEGIN = { device: begin('device'), user: begin('user') };
export const STANDING = { device: standing('device'), user: standing('user') };

/** $1 conversation, $2 epoch, $3 ms. 0 rows: a turn has begun, another took it over, or erased. */
export const KEEP: Statement = {
  name: 'keep_regeneration',
  text: `UPDATE conversations SET regeneration_until = clock_timestamp() + $3::int * interval '1 ms'
WHERE id = $1 AND lease_epoch = $2::bigint AND regeneration_epoch = $2::bigint
RETURNING id`,
};

/** $1 conversation, $2 epoch: ends it, with nothing changed. */
export const END: Statement = {
  name: 'end_regeneration',
  text: `UPDATE conversations SET regeneration_epoch = NULL, regeneration_until = NULL
WHERE id = $1 AND regeneration_epoch = $2::bigint`,
};

/**
 * Puts the new answer in the place of the old one, which is kept as a version with what its owner thought of it; how the old one
 * was told goes, and a summary stays that does not reach the turn. $1 conversation, $2 epoch, $3 turn_no, $4 revision as it
 * was when the tail was read, $5 turn id, $6 message, $7 content, $8 metadata,
 * $9 tool calls, $10 tool results, $11 input tokens, $12 output tokens, $13 cost, $14 currency. The turn counts what it cost
 * in all. 0 rows: fenced, or an earlier attempt of this statement had committed; the turn's run_epoch tells.
 */
export const REPLACE: Statement = {
  name: 'replace_answer',
  text: `WITH conversation AS (
  UPDATE conversations SET
    revision           = revision + 1,
    updated_at         = clock_timestamp(),
    last_activity      = clock_timestamp(),
    regeneration_epoch = NULL,
    regeneration_until = NULL
  WHERE id = $1 AND lease_epoch = $2::bigint AND regeneration_epoch = $2::bigint AND revision = $4::bigint
    AND last_turn_no = $3::bigint AND done_turn_no = $3::bigint AND deleted_at IS NULL
  RETURNING id, last_activity
), turn AS (
  UPDATE turns SET run_epoch = $2::bigint, finished_at = clock_timestamp(),
    input_tokens  = coalesce(input_tokens + $11::int, input_tokens, $11::int),
    output_tokens = coalesce(output_tokens + $12::int, output_tokens, $12::int),
    cost_amount   = coalesce(cost_amount + $13::numeric, cost_amount, $13::numeric),
    cost_currency = coalesce($14::text, cost_currency)
  FROM conversation WHERE turns.id = $5::uuid
), summary AS (
  UPDATE conversation_summaries summary SET revision = $4::bigint + 1 FROM conversation
  WHERE summary.conversation_id = conversation.id AND summary.revision = $4::bigint AND summary.through_seq < 2 * $3::bigint - 1
), told AS (
  DELETE FROM turn_events USING conversation WHERE turn_id = $5::uuid
), feedback AS (
  DELETE FROM message_feedback USING conversation WHERE message_id = $6::uuid RETURNING rating, comment
), version AS (
  INSERT INTO message_versions (message_id, version, content, metadata, rating, comment, created_at)
  SELECT answer.id, 1 + (SELECT count(*) FROM message_versions WHERE message_id = $6::uuid),
         answer.content, answer.metadata, feedback.rating, feedback.comment, answer.created_at
  FROM conversation JOIN messages answer ON answer.id = $6::uuid LEFT JOIN feedback ON true
)
UPDATE messages SET content = $7::text, metadata = $8::jsonb, tool_calls = $9::jsonb, tool_results = $10::jsonb,
  created_at = conversation.last_activity
FROM conversation WHERE messages.id = $6::uuid
RETURNING messages.id`,
};
