import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type RedisDatabase, takeRedisDatabase } from './redis-database.js';

/** A migrated database of one spec file. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** What goes with each clone in the runs with Redis, by the clone's URL. */
const redisDatabases = new Map<string, RedisDatabase>();

/** Makes a clone of the migrated template that nobody else uses; in the runs with Redis, with an empty Redis of its own. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = setting('PARLEY_TEST_SERVER');
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${setting('PARLEY_TEST_TEMPLATE')}`);
  const url = new URL(server);
  url.pathname = name;
  if (process.env.PARLEY_TEST_WITH_REDIS !== undefined)
    redisDatabases.set(url.href, await takeRedisDatabase());
  const drop = async (): Promise<void> => {
    await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await redisDatabases.get(url.href)?.giveBack();
    redisDatabases.delete(url.href);
  };
  return { url: url.href, drop };
}

/** The settings of a Parley that works on this clone: with Redis where the run is with Redis. */
export function settingsOf(databaseUrl: string): { DATABASE_URL: string; REDIS_URL?: string } {
  const redis = redisDatabases.get(databaseUrl);
  return { DATABASE_URL: databaseUrl, ...(redis && { REDIS_URL: redis.url }) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is unset: the global setup of Jest did not run`);
  return value;
}
