import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BadSettingsError, loadSettings } from '../config/settings.js';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

/**
 * Runs one command of the TypeORM CLI, `migration:run` or `migration:revert`, on the built migrations: on DATABASE_URL,
 * else on the embedded database, which it starts for that when it isn't running. Exits as the CLI does.
 */
async function runMigrations(command: string): Promise<number> {
  const { database } = loadSettings(process.env);
  if (database.url !== null) return runCli(command, database.url);
  const postgres = await startEmbeddedPostgres({ dataDir: database.dataDir, log: console.log });
  try {
    return await runCli(command, postgres.url);
  } finally {
    await postgres.stop();
  }
}

async function runCli(command: string, databaseUrl: string): Promise<number> {
  const built = join(import.meta.dirname, '..', '..');
  const cli = join(built, '..', 'node_modules', 'typeorm', 'cli.js');
  const child = spawn(process.execPath, [cli, command, '-d', join(built, 'ormconfig.js')], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}

const isForThePerson = (error: unknown): error is Error =>
  error instanceof EmbeddedPostgresError || error instanceof BadSettingsError;

runMigrations(process.argv[2] ?? 'migration:run')
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    if (!isForThePerson(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
