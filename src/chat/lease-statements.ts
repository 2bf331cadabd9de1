import { messageTail } from '../conversation/message-tail.js';
import type { Statement } from '../database/statement.js';
import { summaryBefore } from '../memory/summary.js';

/**
 * Takes the head of the line if it is due and nobody holds the lease. $1 conversation, $2 run token, $3 lease ms.
 * 0 rows: nothing to do here.
 */
export const CLAIM: Statement = {
  name: 'claim',
  text: `UPDATE conversations SET
  lease_epoch = lease_epoch + 1,
  lease_owner = $2,
  lease_until = clock_timestamp() + $3::int * interval '1 ms',
  head_starts = head_starts + 1
WHERE id = $1 AND deleted_at IS NULL AND done_turn_no < last_turn_no
  AND (lease_until IS NULL OR lease_until <= clock_timestamp())
  AND (head_due_at IS NULL OR head_due_at <= clock_timestamp())
RETURNING done_turn_no + 1 AS turn_no, lease_epoch, head_starts`,
};

/**
 * The turn to run, with its question, the tail before it (questions that got no answer are in it), and the summary. Run it after the
 * claim, with a snapshot of its own: under the lease nothing before this turn can change. $1 conversation, $2 turn_no,
 * $3 tail size. `waited_ms` counts from the accept by the database's clock.
 */
export const READ_TURN: Statement = {
  name: 'read_turn',
  text: `SELECT t.id AS turn_id, t.channel, t.caller_language, t.request_id, question.id AS user_message_id, question.content AS question,
  question.metadata, c.head_failures, c.platform, c.device_id, c.user_id, c.answered_turn_no, c.revision,
  (extract(epoch FROM clock_timestamp() - t.created_at) * 1000)::float8 AS waited_ms,
  (SELECT max(event.id) FROM turn_events event WHERE event.turn_id = t.id) AS last_event_id,
  t.cancel_requested_at IS NOT NULL AS is_cancelled,
  ${summaryBefore({ conversation: '$1', revision: 'c.revision', before: '2 * $2::bigint - 1' })} AS summary,
  ${messageTail({ conversation: '$1', before: '2 * $2::bigint - 1', size: '$3' })} AS messages
FROM turns t
JOIN conversations c ON c.id = t.conversation_id
JOIN messages question ON question.conversation_id = t.conversation_id AND question.seq = 2 * t.turn_no - 1
WHERE t.conversation_id = $1 AND t.turn_no = $2::bigint`,
};

/** $1 conversation, $2 epoch, $3 lease ms. 0 rows: taken over, given back or erased: abort the agent. */
export const HEARTBEAT: Statement = {
  name: 'heartbeat',
  text: `UPDATE conversations SET lease_until = clock_timestamp() + $3::int * interval '1 ms'
WHERE id = $1 AND lease_epoch = $2::bigint AND lease_until IS NOT NULL
RETURNING id`,
};

/**
 * Gives the head back unfinished. $1 conversation, $2 epoch, $3 turn_no, $4 delay ms, $5 failures to add (1: the agent
 * failed, 0: shutdown). A start that is given back was no crash, hence head_starts - 1.
 */
export const PUT_BACK: Statement = {
  name: 'put_back',
  text: `UPDATE conversations SET
  head_starts   = head_starts - 1,
  head_failures = head_failures + $5::int,
  head_due_at   = clock_timestamp() + $4::int * interval '1 ms',
  lease_owner   = NULL,
  lease_until   = NULL
WHERE id = $1 AND lease_epoch = $2::bigint AND lease_until IS NOT NULL AND done_turn_no = $3::bigint - 1`,
};

/**
 * Opens and claims a failed turn again, if it is still the last one. That it failed is read from the row (done, last,
 * without answer), never from turns.state: another retry may have reopened and answered it since we looked.
 * $1 conversation, $2 turn_no, $3 turn id, $4 run token, $5 lease ms. 0 rows: no longer failed, or no longer last.
 */
export const REOPEN: Statement = {
  name: 'reopen',
  text: `WITH conversation AS (
  UPDATE conversations SET
    done_turn_no  = $2::bigint - 1,
    head_starts   = 1,
    head_failures = 0,
    head_due_at   = NULL,
    lease_epoch   = lease_epoch + 1,
    lease_owner   = $4,
    lease_until   = clock_timestamp() + $5::int * interval '1 ms'
  WHERE id = $1 AND deleted_at IS NULL
    AND last_turn_no = $2::bigint AND done_turn_no = $2::bigint AND answered_turn_no < $2::bigint
  RETURNING lease_epoch
), turn AS (
  UPDATE turns SET state = 'accepted', run_epoch = NULL, error_code = NULL, finished_at = NULL, cancel_requested_at = NULL
  FROM conversation WHERE turns.id = $3::uuid
)
SELECT lease_epoch FROM conversation`,
};

/** Conversations with a due head and no live lease, by conversations_open. $1 at most. No lock: claim decides. */
export const SWEEP: Statement = {
  name: 'sweep',
  text: `SELECT id FROM conversations
WHERE done_turn_no < last_turn_no AND deleted_at IS NULL
  AND (lease_until IS NULL OR lease_until <= clock_timestamp())
  AND (head_due_at IS NULL OR head_due_at <= clock_timestamp())
LIMIT $1`,
};

/** Forgets idempotency keys that are over, by turns_expiring_keys; the turn's own id takes the key's place. $1 at most. */
export const EXPIRE_KEYS: Statement = {
  name: 'expire_keys',
  text: `UPDATE turns SET dedupe_key = uuid_send(id), key_expires_at = NULL
WHERE id IN (SELECT id FROM turns WHERE key_expires_at < clock_timestamp() LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id`,
};
