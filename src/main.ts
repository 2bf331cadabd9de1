import { setFlagsFromString } from 'node:v8';
import { developmentSecret } from './auth/development-secret.js';
import { startApplication } from './application.js';
import { BadSettingsError, loadSettings, type Settings } from './config/settings.js';
import { EmbeddedPostgresError } from './database/embedded-postgres.errors.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { CannotMigrateError } from './database/migrate.errors.js';
import { migrate } from './database/migrate.js';
import { CannotListenError } from './http/listen.errors.js';
import { ProcessEnd, whenAsked } from './process-end.js';

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

type Begun = (stop: () => Promise<void>) => void;

/** Without DATABASE_URL: a database of our own, and a secret for tokens if no key is set. */
async function withDatabase(given: Settings, begun: Begun): Promise<Settings> {
  const { auth, database } = given;
  if (database.url !== null) return given;
  const starting = startEmbeddedPostgres({ dataDir: database.dataDir, log: say });
  begun(async () => (await starting.catch(() => null))?.stop()); // What didn't start needs no stop.
  const { url } = await starting;
  const hasKey = auth.jwtSecret !== null || auth.jwksUrl !== null;
  const key = hasKey ? {} : { JWT_SECRET: await developmentSecret(database.dataDir) };
  return loadSettings({ ...process.env, ...key, DATABASE_URL: url });
}

/** Tells `begun` how to stop what it starts, one after the other. */
async function start(given: Settings, begun: Begun): Promise<void> {
  const settings = await withDatabase(given, begun);
  for (const name of await migrate(settings.database)) say(`Applied migration ${name}`);
  const application = await startApplication(settings);
  begun(() => application.stop());
  const { url } = application;
  say(`Parley listens on ${url}`);
  if (settings.server.role !== 'worker') {
    say(`  chat page  ${url}/`);
    say(`  API docs   ${url}/docs`);
  }
  say(`  health     ${url}/health`);
}

/**
 * How much the heap may grow between two collections of all of it, in percent; V8 allows up to 300. At 64 concurrent turns
 * 40 took 263 MB (PSS) instead of 340, for no CPU that could be measured.
 */
const HEAP_GROWTH = 40;

async function run(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const settings = loadSettings(process.env);
  const { shutdownDrainMs, shutdownGraceMs } = settings.server;
  const ending = new ProcessEnd(shutdownDrainMs + shutdownGraceMs + STOP_MS, complain);
  whenAsked(() => void ending.end(0));
  try {
    await start(settings, (stop) => ending.begun(stop));
  } catch (error) {
    if (ending.isUnderWay) return; // The start lost what the end has stopped.
    complain(error);
    await ending.end(1);
  }
}

run().catch((error: unknown) => {
  complain(error);
  process.exit(1);
});
