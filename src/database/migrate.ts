import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import type { Settings } from '../config/settings.js';
import { isDatabaseUnavailable } from './database-failure.js';

/** Key of the advisory lock that lets one of several starting replicas migrate; any constant will do. */
const MIGRATION_LOCK = 7_215_392;
const RETRY_MS = 500;

/**
 * Brings the schema up to date; replicas that start together take turns.
 * Waits up to `patienceMs` for a database that is still starting. Returns the names of what it applied.
 */
export async function migrate(database: Settings['database'], patienceMs = 30_000): Promise<string[]> {
  const dataSource = await connect(database, performance.now() + patienceMs);
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const applied = await dataSource.runMigrations();
    await runner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`);
    return applied.map(({ name }) => name);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

async function connect(database: Settings['database'], until: number): Promise<DataSource> {
  for (;;) {
    try {
      // Without the bounds of ordinary statements: a migration may wait for another replica's, or build an index for minutes.
      return await new DataSource({ ...dataSourceOptions(database), extra: {} }).initialize();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > until) throw error;
      await sleep(RETRY_MS);
    }
  }
}
