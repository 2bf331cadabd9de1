import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { loadSettings } from '../../../src/config/settings.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded-postgres.js';
import { migrate } from '../../../src/database/migrate.js';
import { HistoryStore } from '../../support/history-store.js';
import { makeTemporaryFolder, removeDataDir } from '../../support/temporary-folder.js';
import { eventually } from '../../support/eventually.js';

/** What is committed survives `kill -9` of the server without it: the system's cache is still there. */
const EMBEDDED = { fsync: 'off', max_connections: '200' };
/** Bounds, in ms, of what we ask ourselves, and of what a crash takes. */
const ANSWER_WITHIN = { connectionTimeoutMillis: 5000, query_timeout: 30_000 };
const RECOVERY_MS = 60_000;
const TERMINATE = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'replica-%' AND random() < 0.5`;

/** The database of a run: in a server of its own, which can be crashed, or in the one of TEST_DATABASE_URL. */
export class FaultDatabase {
  readonly recoveriesMs: number[] = [];

  private constructor(
    readonly url: string,
    readonly store: HistoryStore,
    private readonly postgres: EmbeddedPostgres | null,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Migrated, with the audit of leases, and changed by the statements of `sql` then. */
  static async make(serverUrl: string | undefined, sql: readonly string[]): Promise<FaultDatabase> {
    const { url, postgres, drop } = await (serverUrl === undefined ? makeServer() : makeDatabase(serverUrl));
    await migrate(loadSettings({ DATABASE_URL: url }).database);
    const store = await HistoryStore.open(url);
    for (const statement of sql) await store.query(statement);
    return new FaultDatabase(url, store, postgres, drop);
  }

  get canCrash(): boolean {
    return this.postgres !== null;
  }

  /** `kill -9` of the server; comes back when it takes queries again. */
  async crash(): Promise<void> {
    const { postgres } = this;
    if (!postgres) throw new Error('that server is not ours to kill');
    process.kill(postgres.pid, 'SIGKILL');
    await eventually(() => isAnswering(this.url), RECOVERY_MS);
  }

  /** Ends about half of the replicas' sessions. */
  async terminateSessions(): Promise<void> {
    await this.store.query(TERMINATE).catch(() => undefined); // It may be down just now.
  }

  async remove(): Promise<void> {
    await this.store.close();
    await this.drop();
  }
}

interface Made {
  readonly url: string;
  readonly postgres: EmbeddedPostgres | null;
  readonly drop: () => Promise<void>;
}

async function makeServer(): Promise<Made> {
  const dataDir = makeTemporaryFolder();
  const postgres = await startEmbeddedPostgres({ dataDir, settings: EMBEDDED });
  const drop = async (): Promise<void> => {
    await postgres.stop();
    await removeDataDir(dataDir);
  };
  return { url: postgres.url, postgres, drop };
}

async function makeDatabase(serverUrl: string): Promise<Made> {
  const name = `parley_faults_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return {
    url: url.href,
    postgres: null,
    drop: () => execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** On a connection of its own. */
async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, ...ANSWER_WITHIN });
  client.on('error', () => undefined); // The query tells.
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Null: not yet. */
async function isAnswering(url: string): Promise<true | null> {
  try {
    await execute(url, 'SELECT');
    return true;
  } catch {
    return null;
  }
}
