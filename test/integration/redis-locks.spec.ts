import { once } from 'node:events';
import { Redis } from 'ioredis';
import { ConversationLock } from '../../src/chat/conversation-lock.service.js';
import { loadSettings } from '../../src/config/settings.js';
import type { RedisClient } from '../../src/redis/redis.client.js';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import { settle, type Settlement } from '../../src/redis/settle.js';
import { connectedClient, startClient } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

const ID = 'conversation';
const LOCK = REDIS_KEYS.lock(ID);
const TTL_MS = 10_000;
const settings = loadSettings({ LOCK_TTL_MS: String(TTL_MS) });

let server: TestRedis;
let client: RedisClient;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
  client = await connectedClient(server.url);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  client.onModuleDestroy();
  redis.disconnect();
  await server.stop();
});

describe(ConversationLock.name, () => {
  let lock: ConversationLock;

  beforeEach(() => {
    lock = new ConversationLock(client, settings);
  });

  it('is one run’s at a time, for LOCK_TTL_MS', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((token) => lock.acquire(ID, token)));

    const leftMs = await redis.pttl(LOCK);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(leftMs).toBeGreaterThan(TTL_MS / 2);
    expect(leftMs).toBeLessThanOrEqual(TTL_MS);
  });

  it('is given back by its holder, and by nobody else', async () => {
    await lock.acquire(ID, 'ours');
    await lock.release(ID, 'theirs');
    const afterTheirs = await redis.get(LOCK);
    await lock.release(ID, 'ours');

    expect([afterTheirs, await redis.exists(LOCK)]).toEqual(['ours', 0]);
    expect(await lock.acquire(ID, 'theirs')).toBe(true);
  });

  it('is lengthened by its holder, and by nobody else', async () => {
    await lock.acquire(ID, 'ours');
    await redis.pexpire(LOCK, 5000);
    await lock.renew(ID, 'theirs');
    const afterTheirs = [await redis.get(LOCK), (await redis.pttl(LOCK)) <= 5000];
    await lock.renew(ID, 'ours');

    expect(afterTheirs).toEqual(['ours', true]);
    expect(await redis.pttl(LOCK)).toBeGreaterThan(5000);
  });

  it('is taken again by a run whose lock Redis has forgotten', async () => {
    await lock.acquire(ID, 'ours');
    await redis.flushall();

    await lock.renew(ID, 'ours');

    expect([await redis.get(LOCK), await lock.acquire(ID, 'theirs')]).toEqual(['ours', false]);
  });

  it('stands in nobody’s way where Redis is away', async () => {
    const absent = await startClient();
    const free = new ConversationLock(absent, settings);

    const answers = [await free.acquire(ID, 'ours'), await free.acquire(ID, 'theirs')];
    await free.renew(ID, 'ours');
    await free.release(ID, 'ours');

    expect(answers).toEqual([true, true]);
    absent.onModuleDestroy();
  });
});

describe(settle.name, () => {
  const NOTHING: Settlement = { conversationId: ID, memory: null, runToken: null, wake: null };
  const MEMORY = { text: '0.1.1 {}', ttlMs: TTL_MS };

  it('gives back the lock of its own run', async () => {
    await redis.set(LOCK, 'ours');

    await settle(client, { ...NOTHING, runToken: 'ours' });

    expect(await redis.exists(LOCK)).toBe(0);
  });

  it.each([null, 'ours', ''])('leaves another run its lock: token %j', async (runToken) => {
    await redis.set(LOCK, 'theirs');

    await settle(client, { ...NOTHING, memory: MEMORY, runToken });

    expect(await redis.get(LOCK)).toBe('theirs');
  });

  it('wakes who waits', async () => {
    const listener = new Redis(server.url);
    await listener.subscribe('bell');
    const heard = once(listener, 'message');

    await settle(client, { ...NOTHING, wake: { channel: 'bell', payload: 'a turn' } });

    expect(await heard).toEqual(['bell', 'a turn']);
    listener.disconnect();
  });

  it('keeps the memory for its time, gives the lock back and wakes in one command', async () => {
    await redis.set(LOCK, 'ours');
    const settlement: Settlement = {
      conversationId: ID,
      memory: MEMORY,
      runToken: 'ours',
      wake: { channel: 'bell', payload: 'a turn' },
    };
    await settle(client, settlement);
    const before = await scriptCalls();

    await settle(client, settlement);

    expect((await scriptCalls()) - before).toBe(1);
    expect(await redis.keys('*')).toEqual([REDIS_KEYS.memory(ID)]);
    expect(await redis.pttl(REDIS_KEYS.memory(ID))).toBeGreaterThan(TTL_MS / 2);
  });

  it('leaves nothing where there is nothing to leave', async () => {
    await settle(client, NOTHING);

    expect(await redis.dbsize()).toBe(0);
  });

  it('writes nothing about a conversation that is buried', async () => {
    await redis.set(REDIS_KEYS.erased(ID), '1');

    await settle(client, { ...NOTHING, memory: MEMORY });

    expect(await redis.keys('*')).toEqual([REDIS_KEYS.erased(ID)]);
  });

  async function scriptCalls(): Promise<number> {
    const figures = await redis.info('commandstats');
    return Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(figures)?.[1] ?? 0);
  }
});
