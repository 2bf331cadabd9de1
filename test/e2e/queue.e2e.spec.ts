import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

describe('a server and the Redis of its queue', () => {
  let database: TestDatabase;
  let redis: TestRedis;

  beforeEach(async () => {
    [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
  });

  afterEach(async () => {
    await redis.stop();
    await database.drop();
  });

  const start = (): Promise<ServerProcess> =>
    startServer({ databaseUrl: database.url, env: { REDIS_URL: redis.url, SHUTDOWN_GRACE_MS: '0' } });

  it.each([
    ['hangs', async () => redis.signal('SIGSTOP')],
    ['is gone', () => redis.stop()],
  ])('ends in good order while it %s', async (_name, fail) => {
    const server = await start();
    await fail();

    const exit = await server.stop();

    expect(exit).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toMatch(/unhandled|not stopped/i);
  });

  it('starts, and ends in good order, where there is none', async () => {
    await redis.stop();
    const server = await start();

    const exit = await server.stop();

    expect(exit).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toMatch(/unhandled|not stopped/i);
  });
});

describe('a server and the PostgreSQL of its queue', () => {
  it('ends in good order after the tables of the queue are gone', async () => {
    const database = await cloneDatabase();
    const server = await startServer({ databaseUrl: database.url, env: { SHUTDOWN_GRACE_MS: '0' } });
    await database.drop();

    const exit = await server.stop();

    expect(exit).toEqual({ code: 0, signal: null });
    expect(server.output()).not.toMatch(/unhandled|not stopped/i);
  });
});
