import type { Statement } from '../database/statement.js';

/** The fence (R5): ours is the newest grant, it was not given back, and the turn before is the last that is done. */
const FENCE = `id = $1 AND lease_epoch = $2::bigint AND lease_until IS NOT NULL
    AND done_turn_no = $3::bigint - 1 AND deleted_at IS NULL`;

/** Releases the lease, or keeps it for the next turn in line ($6 false: shutting down, keep nothing). */
const MOVE_ON = `
    done_turn_no  = $3::bigint,
    updated_at    = clock_timestamp(),
    head_starts   = CASE WHEN last_turn_no > $3::bigint AND $6::boolean THEN 1 ELSE 0 END,
    head_failures = 0,
    head_due_at   = NULL,
    lease_owner   = CASE WHEN last_turn_no > $3::bigint AND $6::boolean THEN lease_owner END,
    lease_until   = CASE WHEN last_turn_no > $3::bigint AND $6::boolean
                         THEN clock_timestamp() + $5::int * interval '1 ms' END`;

/** What is to be sent, for the conversation's own recipient, in the order of the arrays: ids and payloads. */
const sends = (ids: string, payloads: string): string => `, sends AS (
  INSERT INTO outbox (id, conversation_id, turn_id, turn_no, part_no, page_id, recipient, payload)
  SELECT part.id, c.id, $4::uuid, $3::bigint, part.no, split_part(c.device_id, ':', 1), c.device_id, part.payload::jsonb
  FROM conversation c, unnest(${ids}::uuid[], ${payloads}::text[]) WITH ORDINALITY AS part (id, payload, no)
)`;

const complete = (name: string, more: string): Statement => ({
  name,
  text: `WITH conversation AS (
  UPDATE conversations SET${MOVE_ON},
    answered_turn_no = $3::bigint,
    message_count    = message_count + 1,
    last_activity    = clock_timestamp()
  WHERE ${FENCE}
  RETURNING id, device_id, last_activity, lease_until IS NOT NULL AS more
), turn AS (
  UPDATE turns SET state = 'answered', run_epoch = $2::bigint, error_code = NULL, finished_at = clock_timestamp(),
    input_tokens = $12::int, output_tokens = $13::int, cost_amount = $14::numeric, cost_currency = $15::text
  FROM conversation WHERE turns.id = $4::uuid
), answer AS (
  INSERT INTO messages (id, conversation_id, turn_id, seq, role, content, metadata, tool_calls, tool_results, created_at)
  SELECT $7::uuid, id, $4::uuid, 2 * $3::bigint, 'assistant', $8::text, $9::jsonb, $10::jsonb, $11::jsonb, last_activity
  FROM conversation
)${more}
SELECT more FROM conversation`,
});

const fail = (name: string, more: string): Statement => ({
  name,
  text: `WITH conversation AS (
  UPDATE conversations SET${MOVE_ON}
  WHERE ${FENCE}
  RETURNING id, device_id, lease_until IS NOT NULL AS more
), turn AS (
  UPDATE turns SET state = 'failed', run_epoch = $2::bigint, error_code = $7, finished_at = clock_timestamp()
  FROM conversation WHERE turns.id = $4::uuid
)${more}
SELECT more FROM conversation`,
});

/**
 * Stores the answer, finishes the turn, and releases or moves on. $1 conversation, $2 epoch, $3 turn_no, $4 turn id,
 * $5 lease ms, $6 keep the lease, $7 message id, $8 content, $9 metadata, $10 tool calls, $11 tool results,
 * $12 input tokens, $13 output tokens, $14 cost, $15 currency.
 * 0 rows: fenced, or an earlier attempt of this statement had committed; the turn's run_epoch tells.
 * `more`: the lease is still ours, under the same epoch, for turn_no + 1.
 */
export const COMPLETE = complete('complete', '');

/** As `COMPLETE`, and stores what is to be sent: $16 ids, $17 payloads. */
export const COMPLETE_AND_SEND = complete('complete_and_send', sends('$16', '$17'));

/** Gives the turn up for good and moves on. $1-$6 as in `COMPLETE`, $7 error code. Rows as there. */
export const FAIL = fail('fail', '');

/** As `FAIL`, and stores what is to be sent: $8 ids, $9 payloads. */
export const FAIL_AND_SEND = fail('fail_and_send', sends('$8', '$9'));
