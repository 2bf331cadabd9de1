import { Redis } from 'ioredis';
import { ApiClient } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { settingsOf } from '../support/database.js';
import { startServer } from '../support/server-process.js';

const isWithRedis = process.env.PARLEY_TEST_WITH_REDIS !== undefined;

/** Names of everything that is in the Redis of this database, none where it has no Redis. */
async function keysOf(databaseUrl: string): Promise<string[]> {
  const { REDIS_URL } = settingsOf(databaseUrl);
  if (REDIS_URL === undefined) return [];
  const redis = new Redis(REDIS_URL);
  return redis.keys('*').finally(() => redis.disconnect());
}

async function isRedisChecked(url: string): Promise<boolean> {
  const { body } = await new ApiClient(url).call<{ checks: object }>('/health/ready');
  return 'redis' in body.checks;
}

describe('the run of these tests', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it('is with Redis where its name says so, and else without', async () => {
    const { status } = await app.client().chat('Hello!');
    const names = await keysOf(app.databaseUrl);

    expect(status).toBe(200);
    expect(names.some((name) => name.startsWith('parley:'))).toBe(isWithRedis);
    expect(await isRedisChecked(app.url)).toBe(isWithRedis);
  });

  it('is the same for a server in a process of its own', async () => {
    const server = await startServer({ databaseUrl: app.databaseUrl });

    expect(await isRedisChecked(server.url)).toBe(isWithRedis);
    await server.stop();
  }, 120_000);

  it("begins every name in Redis with Parley's own, the queue's in one slot of a cluster", async () => {
    await app.client().chat('Hello!');

    const names = await keysOf(app.databaseUrl);

    expect(names.filter((name) => !/^(?:parley|\{parley\}):/.test(name))).toEqual([]);
  });
});
