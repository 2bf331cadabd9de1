import { z } from 'zod';
import { ApiClient } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { eventsIn } from '../support/server-log.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const TOKEN = 'scraping-is-allowed';
const TEST_MS = 60_000;

const report = z.object({
  status: z.string(),
  checks: z.record(z.string(), z.object({ status: z.string() })),
});

let database: TestDatabase;
let redis: TestRedis;
let server: ServerProcess;

beforeEach(async () => {
  [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
});
afterEach(async () => {
  await server.stop();
  await redis.stop();
  await database.drop();
});

const start = async (): Promise<void> => {
  const env = { REDIS_URL: redis.url, REDIS_TIMEOUT_MS: '1000', METRICS_TOKEN: TOKEN };
  server = await startServer({ databaseUrl: database.url, env });
};

async function health(page = '/ready'): Promise<{ code: number; status: string; redis?: string }> {
  const answer = await fetch(`${server.url}/health${page}`);
  const { status, checks } = report.parse(await answer.json());
  return { code: answer.status, status, ...(checks['redis'] && { redis: checks['redis'].status }) };
}

/** Comes back when the health page says that of Redis. */
const healthIs = (status: string) =>
  eventually(async () => {
    const found = await health();
    return found.redis === status ? found : null;
  });

/** The gauge: 1 while Redis is left alone. */
async function gauge(): Promise<string | undefined> {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return /^parley_breaker_open\{target="redis"\} (\d)$/m.exec(await answer.text())?.[1];
}

/** What the log says of Redis, oldest first. */
const told = (): string[] =>
  eventsIn(server.output())
    .filter(({ target }) => target === 'redis')
    .map(({ event_type: type }) => type);

const chat = async (): Promise<number> => (await new ApiClient(server.url).chat('Hello')).status;

describe('a Parley whose Redis', () => {
  it(
    'is killed is degraded, ready all the same, and well again when Redis is back',
    async () => {
      await start();
      const before = [await health(), await gauge()];
      await redis.stop();
      const degraded = await healthIs('degraded');
      const meanwhile = [await health(''), await health('/live'), await health('/startup'), await gauge()];
      const status = await chat();
      redis = await eventually(() => startRedis({ port: redis.port }).catch(() => null));
      const after = [await healthIs('ok'), await gauge()];

      expect(before).toEqual([{ code: 200, status: 'ok', redis: 'ok' }, '0']);
      expect(degraded).toEqual({ code: 200, status: 'degraded', redis: 'degraded' });
      expect(meanwhile).toEqual([
        degraded,
        { code: 200, status: 'ok' },
        expect.objectContaining({ code: 200 }),
        '1',
      ]);
      expect(status).toBe(200);
      expect(after).toEqual([{ code: 200, status: 'ok', redis: 'ok' }, '0']);
      await eventually(async () => told().includes('breaker_closed') || null);
      expect(told()).toEqual(['breaker_opened', 'breaker_closed']);
    },
    TEST_MS,
  );

  it(
    'hangs is degraded once somebody has asked it, ready all the same, and stops in time',
    async () => {
      await start();
      redis.signal('SIGSTOP');
      const status = await chat();
      const degraded = await healthIs('degraded');
      const seen = await gauge();

      const exit = await server.stop();

      expect(status).toBe(200);
      expect(degraded).toEqual({ code: 200, status: 'degraded', redis: 'degraded' });
      expect(seen).toBe('1');
      expect(exit).toEqual({ code: 0, signal: null });
      expect(told()).toEqual(['breaker_opened']);
    },
    TEST_MS,
  );

  it(
    'is not there at the start is degraded from the first page on, and well when Redis comes',
    async () => {
      await redis.stop();
      await start();
      const first = [await health(), await gauge(), await chat()];
      redis = await eventually(() => startRedis({ port: redis.port }).catch(() => null));
      await healthIs('ok');

      expect(first).toEqual([{ code: 200, status: 'degraded', redis: 'degraded' }, '1', 200]);
      expect(await gauge()).toBe('0');
      await eventually(async () => told().includes('breaker_closed') || null);
      expect(told()).toEqual(['breaker_opened', 'breaker_closed']);
      expect(server.output()).not.toContain(redis.url);
    },
    TEST_MS,
  );
});

describe('a Parley without REDIS_URL', () => {
  it('does not speak of Redis on its health page', async () => {
    server = await startServer({ databaseUrl: database.url, env: { REDIS_URL: undefined } });

    expect(await health()).toEqual({ code: 200, status: 'ok' });
  });
});
