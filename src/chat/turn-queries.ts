import type { Statement } from '../database/statement.js';
import type { OwnerColumn } from './accept-statements.js';

/** One turn, whole: where it stands, its question's and answer's ids, who holds its line. */
const TURN = `SELECT t.id AS turn_id, t.conversation_id, t.turn_no, t.state, t.fingerprint, t.error_code, t.run_epoch,
  question.id AS user_message_id, answer.id AS assistant_message_id, answer.content AS answer, answer.metadata AS answer_metadata,
  answer.tool_calls AS answer_tool_calls, answer.tool_results AS answer_tool_results,
  c.deleted_at IS NULL AND c.last_turn_no = t.turn_no AND c.done_turn_no = t.turn_no AND c.answered_turn_no < t.turn_no AS can_reopen,
  t.state = 'accepted' AND t.turn_no = c.done_turn_no + 1 AND coalesce(c.lease_until > clock_timestamp(), false) AS is_running,
  c.lease_owner, CASE WHEN c.lease_until IS NOT NULL THEN c.lease_epoch END AS held_epoch
FROM turns t
JOIN conversations c ON c.id = t.conversation_id
LEFT JOIN messages question ON question.turn_id = t.id AND question.role = 'user'
LEFT JOIN messages answer ON answer.turn_id = t.id AND answer.role = 'assistant'`;

/** After 23505 on turns_dedupe. $1 dedupe scope, $2 dedupe key; by turns_dedupe. */
export const FIND_TURN_BY_KEY: Statement = {
  name: 'find_turn_by_key',
  text: `${TURN} WHERE t.dedupe_scope = $1 AND t.dedupe_key = $2`,
};

/** $1 turn id. Also after 0 rows or a lost connection when finishing: answered under our epoch means that we committed. */
export const FIND_TURN: Statement = { name: 'find_turn', text: `${TURN} WHERE t.id = $1` };

/** Turns that wait or run. By conversations_open. */
export const COUNT_OPEN: Statement = {
  name: 'count_open_turns',
  text: `SELECT coalesce(sum(last_turn_no - done_turn_no), 0)::int AS turns FROM conversations WHERE done_turn_no < last_turn_no`,
};

/** A turn that has not ended is to end. $1 turn id, $2 owner. 0 rows: it has, or is another's. */
export const requestCancel = (owner: OwnerColumn): Statement => ({
  name: `request_cancel_${owner}`,
  text: `UPDATE turns SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
FROM conversations c
WHERE turns.id = $1 AND c.id = turns.conversation_id AND turns.state = 'accepted'
  AND c.${owner} = $2 AND c.deleted_at IS NULL AND c.platform <> 'messenger'
RETURNING turns.id`,
});

/** $1 turn id, $2 owner. */
export const findOwnedTurn = (owner: OwnerColumn): Statement => ({
  name: `find_owned_turn_${owner}`,
  text: `${TURN} WHERE t.id = $1 AND c.${owner} = $2 AND c.deleted_at IS NULL AND c.platform <> 'messenger'`,
});
