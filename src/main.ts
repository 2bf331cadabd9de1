import { developmentSecret } from './auth/development-secret.js';
import { startApplication } from './application.js';
import { BadSettingsError, loadSettings, type Environment, type Settings } from './config/settings.js';
import { EmbeddedPostgresError } from './database/embedded-postgres.errors.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { migrate } from './database/migrate.js';

/** npm passes on the signal of a terminal that has sent it to us already: what follows so soon is the same one. */
const ECHO_MS = 500;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** What the embedded mode adds to the settings, and how to end it. */
interface Embedding {
  readonly settings: Settings;
  stop(): Promise<void>;
}

/** Without DATABASE_URL: a database of our own, and a secret for tokens if no key is set. */
async function embed(environment: Environment, settings: Settings): Promise<Embedding> {
  if (settings.database.url !== null) return { settings, stop: () => Promise.resolve() };
  const { dataDir } = settings.database;
  const database = await startEmbeddedPostgres({ dataDir, log: say });
  const hasKey = settings.auth.jwtSecret !== null || settings.auth.jwksUrl !== null;
  const key = hasKey ? {} : { JWT_SECRET: await developmentSecret(dataDir) };
  return {
    settings: loadSettings({ ...environment, ...key, DATABASE_URL: database.url }),
    stop: () => database.stop(),
  };
}

async function run(): Promise<void> {
  const embedding = await embed(process.env, loadSettings(process.env));
  const { settings } = embedding;
  for (const name of await migrate(settings.database)) say(`Applied migration ${name}`);
  const application = await startApplication(settings);
  say(`Parley listens on ${application.url}`);
  say(`  chat page  ${application.url}/`);
  say(`  API docs   ${application.url}/docs`);
  say(`  health     ${application.url}/health`);
  whenAsked(() => application.stop().then(() => embedding.stop()));
}

/** Ends with `stop` at the first signal, at once at a second one. */
function whenAsked(stop: () => Promise<void>): void {
  let askedAt: number | null = null;
  const end = (): void => {
    if (askedAt !== null && performance.now() - askedAt > ECHO_MS) process.exit(1);
    if (askedAt !== null) return;
    askedAt = performance.now();
    void stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}

run().catch((error: unknown) => {
  const isExpected = error instanceof BadSettingsError || error instanceof EmbeddedPostgresError;
  process.stderr.write(
    `${isExpected ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
