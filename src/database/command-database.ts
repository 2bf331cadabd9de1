import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import type { Settings } from '../config/settings.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { migrate } from './migrate.js';

/**
 * Runs a command's work on DATABASE_URL, else on the embedded database, which it starts for that when it isn't running.
 * Migrates first, and leaves no connection behind.
 * @throws EmbeddedPostgresError or CannotMigrateError saying what is wrong and what to do
 */
export async function withDatabase<T>(
  { database }: Settings,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  if (database.url !== null) return onMigrated(database, work);
  const postgres = await startEmbeddedPostgres({ dataDir: database.dataDir });
  try {
    return await onMigrated({ ...database, url: postgres.url }, work);
  } finally {
    await postgres.stop();
  }
}

async function onMigrated<T>(
  database: Settings['database'],
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  await migrate(database);
  const dataSource = await new DataSource(dataSourceOptions(database)).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
