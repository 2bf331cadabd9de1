import type { Client } from 'pg';
import { seenAnswer } from './turn-lab-holder.js';

interface ConversationRow {
  readonly id: string;
  readonly last: number;
  readonly done: number;
  readonly answered: number;
  readonly messages: number;
  readonly starts: number;
  readonly failures: number;
  readonly isHeld: boolean;
}

interface StoredTurn {
  readonly id: string;
  readonly conversationId: string;
  readonly turnNo: number;
  readonly state: string;
}

interface StoredMessage {
  readonly conversationId: string;
  readonly turnId: string;
  readonly seq: number;
  readonly role: string;
  readonly content: string;
}

const CONVERSATIONS = `SELECT id, last_turn_no::int AS last, done_turn_no::int AS done, answered_turn_no::int AS answered,
  message_count::int AS messages, head_starts AS starts, head_failures AS failures, lease_until IS NOT NULL AS "isHeld"
FROM conversations`;

const TURNS = `SELECT id, conversation_id AS "conversationId", turn_no::int AS "turnNo", state FROM turns ORDER BY turn_no`;

const MESSAGES = `SELECT conversation_id AS "conversationId", turn_id AS "turnId", seq::int AS seq, role, content
FROM messages ORDER BY seq`;

/**
 * Reads everything that a hammer run has stored and names what must not be: gaps, a second answer, an answer that saw
 * another prefix than its own, counters that are wrong, a lease or a turn left open.
 * @param tailSize messages that an answer was shown at most
 */
export async function checkHistory(client: Client, tailSize: number): Promise<string[]> {
  const { rows: conversations } = await client.query<ConversationRow>(CONVERSATIONS);
  const { rows: turns } = await client.query<StoredTurn>(TURNS);
  const { rows: messages } = await client.query<StoredMessage>(MESSAGES);
  const turnsOf = Map.groupBy(turns, ({ conversationId }) => conversationId);
  const messagesOf = Map.groupBy(messages, ({ conversationId }) => conversationId);
  const saidIn = Map.groupBy(messages, ({ turnId }) => turnId);
  return conversations.flatMap((row) => {
    const line = turnsOf.get(row.id) ?? [];
    const said = messagesOf.get(row.id) ?? [];
    return [
      ...line.flatMap((turn, index) => checkTurn(turn, index + 1, saidIn.get(turn.id) ?? [])),
      ...checkTails(said, tailSize),
      ...checkRow(row, line, said),
    ];
  });
}

function checkTurn(turn: StoredTurn, turnNo: number, said: readonly StoredMessage[]): string[] {
  const seqs = said.map(({ seq }) => seq).join();
  const expected = turn.state === 'answered' ? `${2 * turnNo - 1},${2 * turnNo}` : `${2 * turnNo - 1}`;
  return problems({
    [`turn ${turnNo} has the number ${turn.turnNo}`]: turn.turnNo !== turnNo,
    [`turn ${turnNo} is ${turn.state}`]: turn.state !== 'answered' && turn.state !== 'failed',
    [`turn ${turnNo}, ${turn.state}, has the messages ${seqs}`]: seqs !== expected,
  });
}

function checkTails(said: readonly StoredMessage[], tailSize: number): string[] {
  return said
    .filter(({ role }) => role === 'assistant')
    .flatMap(({ seq, content }) => {
      const prefix = said.filter((before) => before.seq < seq - 1).map((before) => before.seq);
      const expected = seenAnswer(prefix.slice(-tailSize));
      return problems({ [`answer ${seq} is ${content} and not ${expected}`]: content !== expected });
    });
}

function checkRow(
  row: ConversationRow,
  turns: readonly StoredTurn[],
  said: readonly StoredMessage[],
): string[] {
  const answered = Math.max(
    0,
    ...turns.filter(({ state }) => state === 'answered').map(({ turnNo }) => turnNo),
  );
  return problems({
    [`${row.last} turns are counted and ${turns.length} stored`]: row.last !== turns.length,
    [`${row.done} of ${row.last} turns are done`]: row.done !== row.last,
    [`${row.answered} is the newest answer and not ${answered}`]: row.answered !== answered,
    [`${row.messages} messages are counted and ${said.length} stored`]: row.messages !== said.length,
    'a lease is left': row.isHeld,
    [`${row.starts} starts and ${row.failures} failures are left`]: row.starts !== 0 || row.failures !== 0,
  });
}

const problems = (found: Record<string, boolean>): string[] =>
  Object.entries(found)
    .filter(([, isThere]) => isThere)
    .map(([problem]) => problem);
