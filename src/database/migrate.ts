import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { DataSource, QueryFailedError } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import type { Settings } from '../config/settings.js';
import { GuardedClient } from './guarded-client.js';
import { isDatabaseUnavailable } from './database-failure.js';
import { CannotMigrateError } from './migrate.errors.js';

/** Key of the advisory lock that lets one of several starting replicas migrate; any constant will do. */
const MIGRATION_LOCK = 7_215_392;
const RETRY_MS = 500;

/**
 * Brings the schema up to date; replicas that start together take turns.
 * Waits up to `patienceMs` for a database that is still starting, and begins again within it if the connection ends on the
 * way: each migration is done whole or not at all. Returns the names of what it applied.
 * @throws CannotMigrateError when the database doesn't answer by then, or refuses a migration; that one is undone
 */
export async function migrate(database: Settings['database'], patienceMs = 30_000): Promise<string[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const dataSource = await connect(database, until);
    try {
      return await applyInTurn(dataSource);
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > until) throw failure(error);
    } finally {
      await dataSource.destroy();
    }
    await sleep(RETRY_MS);
  }
}

function failure(error: unknown): unknown {
  if (!(error instanceof QueryFailedError) && !isDatabaseUnavailable(error)) return error;
  return new CannotMigrateError(`The database can't be migrated: ${reasonOf(error)}`, { cause: error });
}

async function applyInTurn(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const applied = await dataSource.runMigrations();
    await runner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`);
    return applied.map(({ name }) => name);
  } finally {
    await runner.release();
  }
}

async function connect(database: Settings['database'], until: number): Promise<DataSource> {
  for (;;) {
    try {
      // Without the bounds of ordinary statements: a migration may wait for another replica's, or build an index for minutes.
      return await new DataSource({
        ...dataSourceOptions(database),
        extra: { Client: GuardedClient },
      }).initialize();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (performance.now() > until)
        throw new CannotMigrateError(`DATABASE_URL: no answer: ${reasonOf(error)}`, { cause: error });
      await sleep(RETRY_MS);
    }
  }
}

/** In one line; of a host with several addresses, what each of them said. */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  if (error.message !== '' || !('errors' in error) || !Array.isArray(error.errors)) return error.message;
  return error.errors.map(reasonOf).join(', ');
}
