import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';

/** An empty database that nobody else uses. */
export interface ThrowAwayDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

/** In TEST_DATABASE_URL's server where that is set, else in an embedded one, which keeps its promises to the disk. */
export async function makeDatabase(given: string | undefined): Promise<ThrowAwayDatabase> {
  const server = given === undefined ? await startOwnServer() : { url: given, stop: () => Promise.resolve() };
  const name = `parley_bench_${randomBytes(6).toString('hex')}`;
  await execute(server.url, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = Object.assign(new URL(server.url), { pathname: name }).href;
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const drop = async (): Promise<void> => {
    await pool.end();
    await execute(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
    await server.stop();
  };
  return { url, pool, drop };
}

async function startOwnServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_connections: '200' } });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: postgres.url, stop };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
