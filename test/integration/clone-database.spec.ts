import { Redis } from 'ioredis';
import pg from 'pg';
import { cloneDatabase, settingsOf, type TestDatabase } from '../support/database.js';
import { startRedis } from '../support/redis-server.js';

async function tablesOf({ url }: TestDatabase): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function inRedis<T>({ url }: TestDatabase, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(settingsOf(url).REDIS_URL ?? '');
  return ask(redis).finally(() => redis.disconnect());
}

describe(cloneDatabase.name, () => {
  it('gives every caller a migrated database of its own', async () => {
    const databases = await Promise.all([cloneDatabase(), cloneDatabase()]);

    const tables = await Promise.all(databases.map(tablesOf));
    await Promise.all(databases.map((database) => database.drop()));

    expect(databases[0].url).not.toBe(databases[1].url);
    expect(tables[0]).toEqual(expect.arrayContaining(['conversations', 'messages', 'turns']));
    expect(tables[1]).toEqual(tables[0]);
  });

  it('knows no Redis where the run is without', async () => {
    const database = await cloneDatabase();

    expect(settingsOf(database.url)).toEqual({ DATABASE_URL: database.url });
    await database.drop();
  });

  describe('in a run with Redis', () => {
    const shared = process.env.PARLEY_TEST_REDIS;

    beforeAll(() => {
      process.env.PARLEY_TEST_WITH_REDIS = 'yes';
    });

    afterAll(() => {
      delete process.env.PARLEY_TEST_WITH_REDIS;
    });

    afterEach(() => {
      process.env.PARLEY_TEST_REDIS = shared;
    });

    it('gives every caller an empty Redis of its own, however many there are', async () => {
      const clones = await Promise.all(Array.from({ length: 17 }, () => cloneDatabase()));

      const keys = await Promise.all(
        clones.map((clone) =>
          inRedis(clone, async (redis) => {
            const before = await redis.keys('*');
            await redis.set('parley:mine', '1');
            return before;
          }),
        ),
      );

      expect(keys).toEqual(Array(17).fill([]));
      expect(new Set(clones.map(({ url }) => settingsOf(url).REDIS_URL)).size).toBe(17);
      await Promise.all(clones.map((clone) => clone.drop()));
    });

    it("never takes a database that holds somebody's data", async () => {
      const server = await startRedis();
      const others = new Redis(`${server.url}/1`);
      await others.set('theirs', '1');
      process.env.PARLEY_TEST_REDIS = server.url;

      const clone = await cloneDatabase();
      await clone.drop();

      expect(await others.keys('*')).toEqual(['theirs']);
      others.disconnect();
      await server.stop();
    });

    it('leaves nothing to whoever comes after', async () => {
      const first = await cloneDatabase();
      await inRedis(first, (redis) => redis.set('parley:mine', '1'));
      await first.drop();

      const next = await cloneDatabase();

      expect(await inRedis(next, (redis) => redis.keys('*'))).toEqual([]);
      expect(settingsOf(first.url).REDIS_URL).toBeUndefined();
      await next.drop();
    });
  });
});
