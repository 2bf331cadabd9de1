import type pg from 'pg';
import type { ChatAsks } from './load-order.js';

/** Conversations of `messages` messages each, an even number; as many as `count`, each of a device of its own. */
const FILL = `
WITH fresh AS (
  INSERT INTO conversations (id, platform, device_id, title, message_count, last_turn_no, done_turn_no, answered_turn_no, lease_epoch)
  SELECT id, 'web', 'bench-' || id, 'Opening hours', $2::int, $2::int / 2, $2::int / 2, $2::int / 2, $2::int / 2
  FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) ids
  RETURNING id, device_id
), told AS (
  INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint, state, run_epoch, finished_at)
  SELECT gen_random_uuid(), id, no, 'device', device_id, uuid_send(gen_random_uuid()), '\\x00', 'answered', no, clock_timestamp()
  FROM fresh CROSS JOIN generate_series(1, $2::int / 2) no
  RETURNING id, conversation_id, turn_no
), said AS (
  INSERT INTO messages (id, conversation_id, turn_id, seq, role, content)
  SELECT gen_random_uuid(), conversation_id, told.id, 2 * turn_no - 1 + part,
         CASE part WHEN 0 THEN 'user' ELSE 'assistant' END,
         CASE part WHEN 0 THEN 'When do you open on Saturday, and is there a place to park nearby?'
                   ELSE 'On Saturday we are open from nine to four. You can park behind the house, free for two hours.' END
  FROM told CROSS JOIN generate_series(0, 1) part
)
SELECT id, device_id FROM fresh`;

export async function makeConversations(
  pool: pg.Pool,
  { count, messages }: { count: number; messages: number },
): Promise<ChatAsks['clients']> {
  const { rows } = await pool.query<{ id: string; device_id: string }>(FILL, [count, messages]);
  return rows.map((row) => ({ conversationId: row.id, deviceId: row.device_id }));
}
