import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A migrated database of one spec file. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** Makes a clone of the migrated template that nobody else uses. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = setting('PARLEY_TEST_SERVER');
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${setting('PARLEY_TEST_TEMPLATE')}`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
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
