import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { v7 as uuid } from 'uuid';

/** Runs one statement on a database of the tests and returns its rows. */
export async function runSql<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(text, [...values]).finally(() => client.end());
  return rows;
}

/** Empty conversations of a device, all changed at the same moment; ids in the order of their making. */
export async function insertConversations(
  databaseUrl: string,
  about: { deviceId: string; count: number },
): Promise<string[]> {
  const ids = Array.from({ length: about.count }, () => uuid());
  await runSql(
    databaseUrl,
    `INSERT INTO conversations (id, platform, device_id, updated_at)
     SELECT id, 'web', $2, '2026-01-01T00:00:00Z' FROM unnest($1::uuid[]) AS id`,
    [ids, about.deviceId],
  );
  return ids;
}

/** Adds answered turns to an empty conversation: questions `Q1`, `Q2`, … and answers `A1`, `A2`, …. */
export async function insertTurns(databaseUrl: string, conversationId: string, count: number): Promise<void> {
  await runSql(
    databaseUrl,
    `WITH counted AS (
       UPDATE conversations SET message_count = $2 * 2, last_turn_no = $2, done_turn_no = $2, answered_turn_no = $2
       WHERE id = $1 RETURNING id)
     INSERT INTO messages (id, conversation_id, seq, role, content)
     SELECT gen_random_uuid(), counted.id, seq, CASE seq % 2 WHEN 1 THEN 'user' ELSE 'assistant' END,
            CASE seq % 2 WHEN 1 THEN 'Q' ELSE 'A' END || (seq + 1) / 2
     FROM counted, generate_series(1, $2::int * 2) AS seq`,
    [conversationId, count],
  );
}

/** A conversation as the Messenger channel keeps it, with one turn that waits for its answer. */
export async function insertMessengerConversation(
  databaseUrl: string,
  deviceId: string,
): Promise<{ conversationId: string; turnId: string }> {
  const ids = { conversationId: uuid(), turnId: uuid() };
  await runSql(
    databaseUrl,
    `WITH conversation AS (
       INSERT INTO conversations (id, platform, device_id, title, message_count, last_turn_no, done_turn_no)
       VALUES ($1, 'messenger', $3, 'Messenger', 1, 1, 1)),
     turn AS (
       INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint, state)
       VALUES ($2, $1, 1, 'messenger', $4, '\\x00', '\\x00', 'cancelled'))
     INSERT INTO messages (id, conversation_id, turn_id, seq, role, content)
     VALUES (gen_random_uuid(), $1, $2, 1, 'user', 'Hello from Messenger')`,
    [ids.conversationId, ids.turnId, deviceId, randomUUID()],
  );
  return ids;
}
