import pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { type Cluster, DATABASE_NAME } from './postgres-cluster.js';

/** Key of the advisory lock that every process using the server shares. */
const USERS_LOCK = 7_275_395;
const WRONG_PASSWORD = '28P01';
const DATABASE_EXISTS = '42P04';
const UNIQUE_VIOLATION = '23505';

/**
 * A connection that stays open as long as this process uses the server: its end tells that the server died, and the
 * lock it shares tells the others that the server is in use.
 * @returns `null` while the server starts, stops or has been left by its last user
 * @throws EmbeddedPostgresError when the server doesn't know the cluster's password
 */
export async function joinServer(cluster: Cluster, port: number): Promise<pg.Client | null> {
  const guard = new pg.Client(guardOptions(cluster, port));
  guard.on('error', () => undefined); // The loss of the connection is told by its `end`.
  try {
    await guard.connect();
    if (await ask(guard, `SELECT pg_try_advisory_lock_shared(${USERS_LOCK}) AS yes`)) {
      await createDatabase(guard);
      return guard;
    }
  } catch (error) {
    if (codeOf(error) === WRONG_PASSWORD) throw wrongPassword(cluster, port, error);
  }
  await guard.end().catch(() => undefined); // It never was a connection, or is gone already.
  return null;
}

/** Gives up this process' share; true for the last user, and then nobody can join until the server has stopped. */
export async function leaveServer(guard: pg.Client): Promise<boolean> {
  await guard.query(`SELECT pg_advisory_unlock_shared(${USERS_LOCK})`);
  return ask(guard, `SELECT pg_try_advisory_lock(${USERS_LOCK}) AS yes`);
}

function guardOptions(cluster: Cluster, port: number): pg.ClientConfig {
  return {
    host: '127.0.0.1',
    port,
    user: DATABASE_NAME,
    password: cluster.password,
    database: 'postgres',
    application_name: 'parley-guard',
    connectionTimeoutMillis: 5000,
  };
}

async function ask(guard: pg.Client, question: string): Promise<boolean> {
  const { rows } = await guard.query<{ yes: boolean }>(question);
  return rows[0]?.yes === true;
}

async function createDatabase(guard: pg.Client): Promise<void> {
  if (await ask(guard, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '${DATABASE_NAME}') AS yes`))
    return;
  await guard.query(`CREATE DATABASE ${DATABASE_NAME}`).catch((error: unknown) => {
    if (codeOf(error) !== DATABASE_EXISTS && codeOf(error) !== UNIQUE_VIOLATION) throw error;
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function wrongPassword(cluster: Cluster, port: number, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `the server on port ${port} doesn't take the password in ${cluster.home}; stop that server and start again`,
    { cause },
  );
}
