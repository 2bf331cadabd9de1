import { developmentSecret } from './auth/development-secret.js';
import { type Application, startApplication } from './application.js';
import { BadSettingsError, loadSettings, type Settings } from './config/settings.js';
import { EmbeddedPostgresError } from './database/embedded-postgres.errors.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { CannotMigrateError } from './database/migrate.errors.js';
import { migrate } from './database/migrate.js';
import { CannotListenError } from './http/listen.errors.js';
import { endProcess, whenAsked } from './process-end.js';

/** Longest time for everything to stop, besides SHUTDOWN_DRAIN_MS and SHUTDOWN_GRACE_MS. */
const STOP_MS = 15_000;

/** What a person can put right; its message says how. */
const FOR_THE_PERSON = [BadSettingsError, EmbeddedPostgresError, CannotMigrateError, CannotListenError];

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function complain(error: unknown): void {
  const isForThePerson = FOR_THE_PERSON.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (isForThePerson ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
}

/** Settings for the database of our own, with a secret for tokens if no key is set. */
async function embeddedSettings({ auth, database }: Settings, databaseUrl: string): Promise<Settings> {
  const hasKey = auth.jwtSecret !== null || auth.jwksUrl !== null;
  const key = hasKey ? {} : { JWT_SECRET: await developmentSecret(database.dataDir) };
  return loadSettings({ ...process.env, ...key, DATABASE_URL: databaseUrl });
}

async function start(settings: Settings): Promise<Application> {
  for (const name of await migrate(settings.database)) say(`Applied migration ${name}`);
  const application = await startApplication(settings);
  const { url } = application;
  say(`Parley listens on ${url}`);
  if (settings.server.role !== 'worker') {
    say(`  chat page  ${url}/`);
    say(`  API docs   ${url}/docs`);
  }
  say(`  health     ${url}/health`);
  return application;
}

async function run(): Promise<void> {
  const given = loadSettings(process.env);
  const { dataDir, url } = given.database;
  const postgres = url === null ? await startEmbeddedPostgres({ dataDir, log: say }) : null;
  const stopDatabase = async (): Promise<void> => postgres?.stop();
  try {
    const application = await start(postgres ? await embeddedSettings(given, postgres.url) : given);
    const { shutdownDrainMs, shutdownGraceMs } = given.server;
    const patienceMs = shutdownDrainMs + shutdownGraceMs + STOP_MS;
    const steps = [() => application.stop(), stopDatabase];
    whenAsked(() => void endProcess({ code: 0, steps, patienceMs, complain }));
  } catch (error) {
    complain(error);
    await endProcess({ code: 1, steps: [stopDatabase], patienceMs: STOP_MS, complain });
  }
}

run().catch((error: unknown) => {
  complain(error);
  process.exit(1);
});
