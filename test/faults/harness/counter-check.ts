import type { FaultDatabase } from './database.js';

const WRONG = `
  SELECT c.id, c.last_turn_no, c.done_turn_no, c.answered_turn_no, c.message_count
  FROM conversations c
  CROSS JOIN LATERAL (
    SELECT count(*) AS turns, coalesce(max(turn_no), 0) AS last, coalesce(max(turn_no) FILTER (WHERE state = 'answered'), 0) AS answered
    FROM turns WHERE conversation_id = c.id) t
  CROSS JOIN LATERAL (SELECT count(*) AS messages FROM messages WHERE conversation_id = c.id) m
  WHERE c.deleted_at IS NULL AND
    (c.last_turn_no, c.last_turn_no, c.done_turn_no, c.answered_turn_no, c.message_count) <>
    (t.turns, t.last, t.last, t.answered, m.messages)`;

/** Conversations whose row does not say what is in their tables, once nothing is open. */
export async function checkCounters({ store }: Pick<FaultDatabase, 'store'>): Promise<string[]> {
  const rows = await store.query<{ id: string }>(WRONG);
  return rows.map((row) => `counters: ${JSON.stringify(row)}`);
}
