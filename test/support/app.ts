import { startApplication } from '../../src/application.js';
import { loadSettings } from '../../src/config/settings.js';
import { ApiClient } from './api.js';
import { cloneDatabase, settingsOf, type TestDatabase } from './database.js';

/** Secret of the tokens that tests sign. */
export const TEST_JWT_SECRET = 'a secret of the tests, at least 32 bytes';

/** Parley as it runs, in Jest's own process: a real server on a free port, a real database. */
export interface TestApp {
  readonly url: string;
  readonly databaseUrl: string;
  /** A caller with a device of its own. */
  client(deviceId?: string): ApiClient;
  /** Stops it as SIGTERM would, and drops the database if it was made for this app. */
  stop(): Promise<void>;
}

/** Starts Parley with these settings; limits are wide open unless a test sets them. */
export async function startApp(
  options: { env?: Record<string, string>; database?: TestDatabase } = {},
): Promise<TestApp> {
  const database = options.database ?? (await cloneDatabase());
  const settings = loadSettings({
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...settingsOf(database.url),
    DATABASE_POOL_SIZE: '8',
    JWT_SECRET: TEST_JWT_SECRET,
    REDIS_TIMEOUT_MS: '1000', // A machine that is busy is no Redis that hangs.
    RATE_LIMIT_PER_DEVICE: '100000',
    RATE_LIMIT_PER_IP: '1000000',
    SHUTDOWN_GRACE_MS: '2000',
    ...options.env,
  });
  const application = await startApplication(settings);
  return {
    url: application.url,
    databaseUrl: database.url,
    client: (deviceId) => new ApiClient(application.url, deviceId),
    stop: async () => {
      await application.stop();
      if (!options.database) await database.drop();
    },
  };
}
