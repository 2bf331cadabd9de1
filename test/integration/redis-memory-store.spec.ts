import { type Cache, type CacheManagerStore, createCache, KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Redis } from 'ioredis';
import { Keyv } from 'keyv';
import { entryText } from '../../src/memory/memory-entry.js';
import { RedisMemoryStore } from '../../src/memory/redis-memory-store.js';
import type { RedisClient } from '../../src/redis/redis.client.js';
import { RedisUnavailableError } from '../../src/redis/redis.errors.js';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import { aMemoryEntry as entry } from '../support/memory-entries.js';
import { connectedClient } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

const TTL_MS = 60_000;
const ID = entry().conversationId;

/** Its types were written for an older cache-manager. */
const isStore = (made: unknown): made is CacheManagerStore =>
  typeof made === 'object' && made !== null && 'get' in made;

let server: TestRedis;
let client: RedisClient;

beforeAll(async () => {
  server = await startRedis();
});
beforeEach(async () => {
  client = await connectedClient(server.url);
  await client.use((connection) => connection.flushall());
});
afterEach(() => client.onModuleDestroy());
afterAll(() => server.stop());

describe(RedisMemoryStore.name, () => {
  const KEY = REDIS_KEYS.memory(ID);
  let store: RedisMemoryStore;
  let redis: Redis;

  beforeEach(() => {
    store = new RedisMemoryStore(client, TTL_MS);
    redis = new Redis(server.url);
  });
  afterEach(() => redis.disconnect());

  /** cache-manager over cache-manager-ioredis-yet, without Parley. */
  function plainCache(): Cache {
    const made: unknown = redisInsStore(redis);
    if (!isStore(made)) throw new Error('cache-manager-ioredis-yet made no store');
    const store = new KeyvAdapter(made);
    const form = { useKeyPrefix: false, serialize: undefined, deserialize: undefined };
    return createCache({ stores: [new Keyv({ store, ...form })] });
  }

  it('shows every replica what another one keeps, drops and buries', async () => {
    const elsewhere = await connectedClient(server.url);
    const other = new RedisMemoryStore(elsewhere, TTL_MS);
    await store.keep(entry());
    const kept = await other.find(ID);
    await other.drop(ID);
    const dropped = await store.find(ID);
    await other.bury(ID);
    await store.keep(entry());

    expect([kept, dropped, await store.find(ID)]).toEqual([entry(), null, null]);
    elsewhere.onModuleDestroy();
  });

  it('keeps the newest of many that are kept at once', async () => {
    const turns = [3, 9, 12, 1, 11, 2, 10];

    await Promise.all(turns.map((lastTurnNo) => store.keep(entry({ lastTurnNo }))));

    expect(await store.find(ID)).toEqual(entry({ lastTurnNo: 12 }));
  });

  it('lets an entry live for CONVERSATION_MEMORY_TTL, and its tombstone longer', async () => {
    await store.keep(entry());
    const ofEntry = await redis.pttl(KEY);
    await store.bury(ID);

    expect(ofEntry).toBeGreaterThan(TTL_MS / 2);
    expect(ofEntry).toBeLessThanOrEqual(TTL_MS);
    expect(await redis.exists(KEY)).toBe(0);
    expect(await redis.pttl(REDIS_KEYS.erased(ID))).toBeGreaterThan(TTL_MS);
  });

  it('writes by script what cache-manager reads', async () => {
    await store.keep(entry());

    expect(await plainCache().get(KEY)).toBe(entryText(entry()));
  });

  it('reads what cache-manager writes, and compares with it', async () => {
    await plainCache().set(KEY, entryText(entry()), TTL_MS);
    const found = await store.find(ID);

    await store.keep(entry({ lastTurnNo: 9 }));
    const kept = await store.find(ID);
    await store.keep(entry({ lastTurnNo: 11 }));

    expect([found, kept]).toEqual([entry(), entry()]);
    expect(await store.find(ID)).toEqual(entry({ lastTurnNo: 11 }));
  });

  it.each([
    ['text', 'hello'],
    ['JSON cut short', '{"value":"2.10.9 {\\"conv'],
    ['a number', '7'],
    ['a value that is no text', '{"value":7}'],
    ['a version without an entry', '{"value":"999.999.999"}'],
    ['a version of words', '{"value":"a.b.c {}"}'],
  ])('takes %s in the key for nothing, replaces it, and goes on trusting Redis', async (_what, garbage) => {
    await redis.set(KEY, garbage);
    const found = await store.find(ID);
    const isAvailable = [client.isAvailable];

    await store.keep(entry());

    expect([found, ...isAvailable]).toEqual([null, true]);
    expect(await store.find(ID)).toEqual(entry());
  });

  it.each([
    ['a function without a body', '{"value":"_function_"}'],
    ['a pattern that is none', '{"value":"_regexp_|("}'],
    ['its whole self', '{"value":"_duplicate_[]"}'],
  ])('takes what cache-manager’s store reads as %s for nothing', async (_what, garbage) => {
    await redis.set(KEY, garbage);

    expect([await store.find(ID), client.isAvailable]).toEqual([null, true]);
  });

  it('takes a key of another type for nothing, replaces it, and goes on trusting Redis', async () => {
    await redis.rpush(KEY, 'hello');
    const found = await store.find(ID);
    const isAvailable = [client.isAvailable];

    await store.keep(entry());

    expect([found, ...isAvailable]).toEqual([null, true]);
    expect(await store.find(ID)).toEqual(entry());
  });

  it('says of everything that Redis does not confirm that it was not done', async () => {
    const gone = await startRedis();
    const left = await connectedClient(gone.url);
    const unsure = new RedisMemoryStore(left, TTL_MS);
    await gone.stop();

    for (const action of [
      () => unsure.find(ID),
      () => unsure.keep(entry()),
      () => unsure.drop(ID),
      () => unsure.bury(ID),
    ]) {
      await expect(action()).rejects.toThrow(RedisUnavailableError);
    }
    left.onModuleDestroy();
  });
});
