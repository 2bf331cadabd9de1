import pg from 'pg';
import { AUDIT } from './history-audit.js';

/** A message as it is stored, with the turn that it belongs to. */
export interface StoredMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly turnId: string;
  readonly turnNo: number;
  readonly state: string;
}

/** Everything that a checker needs to know of the database. */
export interface StoredHistory {
  /** By conversation, then by `seq`. */
  readonly messages: readonly StoredMessage[];
  /** Turns of conversations that are there. */
  readonly turns: number;
  /** Turns that have not ended, and conversations whose row says that one hasn't. */
  readonly open: number;
  /** Ids of conversations that were erased. */
  readonly erased: readonly string[];
  /** Writes of processes whose lease was another's by then, as the audit saw them. */
  readonly foreignWrites: readonly string[];
}

const MESSAGES = `
  SELECT m.id, m.conversation_id AS "conversationId", m.seq::int, m.role, m.content,
         t.id AS "turnId", t.turn_no::int AS "turnNo", t.state
  FROM messages m JOIN turns t ON t.id = m.turn_id ORDER BY m.conversation_id, m.seq`;

const COUNTS = `
  SELECT (SELECT count(*) FROM turns WHERE state <> 'erased')::int AS turns,
         (SELECT count(*) FROM turns WHERE state = 'accepted')::int +
         (SELECT count(*) FROM conversations WHERE done_turn_no < last_turn_no OR lease_until IS NOT NULL)::int AS open`;

/** Bounds, in ms, for a server that does not answer at all. */
const ANSWER_WITHIN = { connectionTimeoutMillis: 20_000, query_timeout: 120_000 };
const ERASED = 'SELECT id FROM conversations WHERE deleted_at IS NOT NULL';

type Counts = Pick<StoredHistory, 'turns' | 'open'>;
const NOTHING: Counts = { turns: 0, open: 0 };

/** A test's own look into the database of the servers. */
export class HistoryStore {
  private constructor(private readonly pool: pg.Pool) {}

  /** `url` of a migrated database; from now on superseded holders that write are noted. */
  static async open(url: string): Promise<HistoryStore> {
    const pool = new pg.Pool({ connectionString: url, max: 2, ...ANSWER_WITHIN });
    pool.on('error', () => undefined); // Tests end connections and whole servers.
    await pool.query(AUDIT);
    return new HistoryStore(pool);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(sql, [...values]);
    return rows;
  }

  /** All of one moment. */
  async read(): Promise<StoredHistory> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const messages = await client.query<StoredMessage>(MESSAGES);
      const counts = await client.query<Counts>(COUNTS);
      const erased = await client.query<{ id: string }>(ERASED);
      const notes = await client.query<{ note: string }>('SELECT note FROM audit_foreign_writes');
      return {
        messages: messages.rows,
        ...(counts.rows[0] ?? NOTHING),
        erased: erased.rows.map(({ id }) => id),
        foreignWrites: notes.rows.map(({ note }) => note),
      };
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  /** How much there is, without reading it. */
  async count(): Promise<Counts> {
    const [counts] = await this.query<Counts>(COUNTS);
    return counts ?? NOTHING;
  }

  /** Updates of that table by sessions of that name which found no row to change: refused writes of holders, mostly. */
  async refused(table: 'turns' | 'conversations', session: string): Promise<number> {
    const rows = await this.query('SELECT FROM audit_refused WHERE relation = $1 AND session = $2', [
      table,
      session,
    ]);
    return rows.length;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
