import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { loadSettings, type Environment } from '../../src/config/settings.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { LabReplica } from './turn-lab-replica.js';

/** One order of events on a conversation: `waiting` is sent after `first` and before the transaction ends. */
export interface Interleaving<T> {
  /** What replica `a` does in its transaction before the others come. */
  readonly first: () => Promise<unknown>;
  /** What the others do; each has to wait for a lock that `a` holds. */
  readonly waiting: readonly (() => Promise<T>)[];
  /** What replica `a` does in its transaction while they wait. */
  readonly meanwhile?: () => Promise<unknown>;
  readonly end?: 'COMMIT' | 'ROLLBACK';
}

/** The row that decides who may run the next turn. */
export interface LineRow {
  readonly last: number;
  readonly done: number;
  readonly answered: number;
  readonly epoch: number;
  readonly isHeld: boolean;
  readonly starts: number;
  readonly failures: number;
  readonly messages: number;
}

const LINE = `SELECT last_turn_no::int AS last, done_turn_no::int AS done, answered_turn_no::int AS answered,
  lease_epoch::int AS epoch, lease_until IS NOT NULL AS "isHeld", head_starts AS starts, head_failures AS failures,
  message_count::int AS messages
FROM conversations WHERE id = $1`;

const WAITING = `SELECT count(*)::int AS count FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/** Three replicas with one connection each on a database of their own, and an observer. */
export class TurnLab {
  readonly a: LabReplica;
  readonly b: LabReplica;
  readonly c: LabReplica;

  private constructor(
    private readonly database: TestDatabase,
    private readonly observer: LabReplica,
    replicas: readonly [LabReplica, LabReplica, LabReplica],
  ) {
    [this.a, this.b, this.c] = replicas;
  }

  /** @param environment settings besides the database's address; a memory of 100 messages unless it says otherwise */
  static async open(environment: Environment = {}): Promise<TurnLab> {
    const database = await cloneDatabase();
    const settings = loadSettings({
      CONVERSATION_MEMORY_SIZE: '100',
      ...environment,
      DATABASE_URL: database.url,
    });
    const connect = (): Promise<LabReplica> => LabReplica.connect(settings);
    return new TurnLab(database, await connect(), await Promise.all([connect(), connect(), connect()]));
  }

  get url(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await Promise.all([this.a, this.b, this.c, this.observer].map(({ client }) => client.end()));
    await this.database.drop();
  }

  /** Plays one order of events and gives what became of those who waited. */
  async interleave<T>({ first, waiting, meanwhile, end = 'COMMIT' }: Interleaving<T>): Promise<T[]> {
    await this.a.query('BEGIN');
    try {
      await first();
      const outcomes = this.start(waiting);
      await this.untilWaiting(outcomes);
      await meanwhile?.();
      await this.a.query(end);
      return await Promise.all(outcomes);
    } finally {
      await this.a.query('ROLLBACK'); // Only a warning where the transaction has ended.
    }
  }

  async rowOf(line: { conversationId: string }): Promise<LineRow> {
    const [row] = await this.observer.query<LineRow>(LINE, [line.conversationId]);
    if (!row) throw new Error('there is no such conversation');
    return row;
  }

  /** The number that a query of one row and one column `count` gives. */
  async count(text: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.observer.query<{ count: string }>(text, values);
    return Number(row?.count);
  }

  countMessages(line: { conversationId: string }): Promise<number> {
    return this.count('SELECT count(*) FROM messages WHERE conversation_id = $1', [line.conversationId]);
  }

  private start<T>(waiting: readonly (() => Promise<T>)[]): Promise<T>[] {
    const outcomes = waiting.map((begin) => begin());
    for (const outcome of outcomes) outcome.catch(() => undefined); // It is reported once the transaction has ended.
    return outcomes;
  }

  private async untilWaiting(outcomes: readonly Promise<unknown>[]): Promise<void> {
    let settled = 0;
    const settle = (): number => settled++;
    for (const outcome of outcomes) outcome.then(settle, settle);
    while ((await this.count(WAITING)) < outcomes.length) {
      if (settled > 0) throw new Error('somebody did not wait for the transaction');
    }
  }
}

/** The product's own pool and entities on a test's database. */
export function openDataSource(url: string, poolSize = 4): Promise<DataSource> {
  return new DataSource(dataSourceOptions({ url, poolSize })).initialize();
}
