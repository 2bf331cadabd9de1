import { Logger } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadSettings } from '../../src/config/settings.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrate } from '../../src/database/migrate.js';
import { PreparedConnection } from '../../src/queue/postgres-queue-schema.js';
import { endOrphanServers } from './orphan-servers.js';
import { startRedis } from './redis-server.js';
import { removeDataDir } from './temporary-folder.js';

/** Data of a test are worth nothing after a crash. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' };

let undo: (() => Promise<void>)[] = [];

/**
 * Starts the servers of a run, or takes TEST_DATABASE_URL (whose role may create databases) and TEST_REDIS_URL (of whose
 * databases 1 to 15 the tests use the empty ones), and migrates the template. Tells the specs about it by PARLEY_TEST_RUN,
 * PARLEY_TEST_SERVER, PARLEY_TEST_TEMPLATE and PARLEY_TEST_REDIS.
 * @param runs folder of all runs; what dead ones left there is removed first
 */
export async function startTestServer(runs: string, run: string): Promise<void> {
  await sweep(runs);
  process.env.PARLEY_TEST_RUN = run;
  undo.push(() => rm(run, { recursive: true, force: true, maxRetries: 5 }));
  try {
    process.env.PARLEY_TEST_REDIS = process.env.TEST_REDIS_URL ?? (await startSharedRedis());
    const url = process.env.TEST_DATABASE_URL ?? (await startEmbedded(run));
    process.env.PARLEY_TEST_SERVER = url;
    process.env.PARLEY_TEST_TEMPLATE = await makeTemplate(url);
  } catch (error) {
    await stopTestServer();
    throw error;
  }
}

export async function stopTestServer(): Promise<void> {
  for (const step of undo.reverse()) await step();
  undo = [];
}

async function startEmbedded(run: string): Promise<string> {
  const dataDir = join(run, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir, settings: FAST });
  undo.push(() => removeDataDir(dataDir));
  undo.push(() => postgres.stop());
  return postgres.url;
}

async function startSharedRedis(): Promise<string> {
  const redis = await startRedis();
  undo.push(() => redis.stop());
  return redis.url;
}

async function makeTemplate(server: string): Promise<string> {
  const name = `parley_template_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  undo.push(() => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = name;
  Logger.overrideLogger(['warn', 'error']);
  await migrate(loadSettings({ DATABASE_URL: url.href }).database);
  await makeQueue(url.href);
  return name;
}

/** Each application on a clone would make these tables, which costs 70 to 170 ms; a clone with them costs 5 to 10 ms more. */
async function makeQueue(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url });
  await new PreparedConnection(pool).waitUntilReady().finally(() => pool.end());
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function sweep(runs: string): Promise<void> {
  mkdirSync(runs, { recursive: true });
  const dead = readdirSync(runs).filter((name) => !isAlive(Number.parseInt(name, 10)));
  for (const name of dead) {
    endOrphanServers(join(runs, name));
    await removeDataDir(join(runs, name, 'postgres'));
    rmSync(join(runs, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
