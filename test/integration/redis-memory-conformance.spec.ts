import { InProcessMemoryStore } from '../../src/memory/in-process-memory-store.js';
import type { MemoryEntry } from '../../src/memory/memory-entry.js';
import type { MemoryStore } from '../../src/memory/memory-store.js';
import { RedisMemoryStore } from '../../src/memory/redis-memory-store.js';
import type { RedisClient } from '../../src/redis/redis.client.js';
import { eventually } from '../support/eventually.js';
import { aMemoryEntry as entry } from '../support/memory-entries.js';
import { connectedClient } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

const TTL_MS = 60_000;

const NEWER: [string, Partial<MemoryEntry>][] = [
  ['a higher revision', { revision: 10, lastTurnNo: 2, answeredTurnNo: 0 }],
  ['a later turn', { lastTurnNo: 11, answeredTurnNo: 2 }],
  ['an answer more', { answeredTurnNo: 10 }],
];

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

describe.each<[string, (ttlMs: number) => MemoryStore]>([
  [InProcessMemoryStore.name, (ttlMs) => new InProcessMemoryStore(ttlMs)],
  [RedisMemoryStore.name, (ttlMs) => new RedisMemoryStore(client, ttlMs)],
])('%s as a store of tails', (_name, make) => {
  let store: MemoryStore;

  beforeEach(() => {
    store = make(TTL_MS);
  });

  it('finds what it keeps, letter for letter, and nothing else', async () => {
    await store.keep(entry());

    expect(await store.find(entry().conversationId)).toEqual(entry());
    expect(await store.find('another conversation')).toBeNull();
  });

  it.each(NEWER)('replaces what it keeps by %s', async (_what, changed) => {
    await store.keep(entry());

    await store.keep(entry(changed));

    expect(await store.find(entry().conversationId)).toEqual(entry(changed));
  });

  it.each(NEWER)('never replaces %s', async (_what, changed) => {
    await store.keep(entry(changed));

    await store.keep(entry());

    expect(await store.find(entry().conversationId)).toEqual(entry(changed));
  });

  it('replaces an entry by another of the same version', async () => {
    await store.keep(entry());

    await store.keep(entry({ size: 2, messages: [] }));

    expect(await store.find(entry().conversationId)).toEqual(entry({ size: 2, messages: [] }));
  });

  it('renews an entry of the same version', async () => {
    const renewed = entry({ summary: { text: 'More "words" % was said', throughSeq: 8 } });
    await store.keep(entry());

    await store.renew(renewed);

    expect(await store.find(entry().conversationId)).toEqual(renewed);
  });

  it.each<[string, MemoryEntry]>([
    ...NEWER.map(([what, changed]): [string, MemoryEntry] => [what, entry(changed)]),
    ['an earlier turn', entry({ lastTurnNo: 1, answeredTurnNo: 1 })],
  ])('renews no entry that tells of %s', async (_what, kept) => {
    await store.keep(kept);

    await store.renew(entry({ messages: [] }));

    expect(await store.find(entry().conversationId)).toEqual(kept);
  });

  it('renews nothing that was dropped or buried meanwhile', async () => {
    await store.keep(entry());
    await store.drop(entry().conversationId);
    await store.renew(entry());
    const dropped = await store.find(entry().conversationId);
    await store.keep(entry());
    await store.bury(entry().conversationId);

    await store.renew(entry());

    expect([dropped, await store.find(entry().conversationId)]).toEqual([null, null]);
  });

  it('drops what it keeps, and keeps what comes then', async () => {
    await store.keep(entry());
    await store.drop(entry().conversationId);
    const dropped = await store.find(entry().conversationId);

    await store.keep(entry({ lastTurnNo: 1 }));

    expect([dropped, await store.find(entry().conversationId)]).toEqual([null, entry({ lastTurnNo: 1 })]);
  });

  it('keeps nothing of a conversation that is buried, however new, and goes on with the others', async () => {
    await store.keep(entry());
    await store.keep(entry({ conversationId: 'another conversation' }));
    await store.bury(entry().conversationId);
    await store.bury(entry().conversationId);

    await store.keep(entry({ revision: 99 }));

    expect([await store.find(entry().conversationId), await store.find('another conversation')]).toEqual([
      null,
      entry({ conversationId: 'another conversation' }),
    ]);
  });

  it('keeps nothing of a conversation that was buried before anything was kept', async () => {
    await store.bury(entry().conversationId);

    await store.keep(entry());

    expect(await store.find(entry().conversationId)).toBeNull();
  });

  it('finds nothing after a doubt that another process has buried meanwhile', async () => {
    await store.keep(entry());
    await make(TTL_MS).bury(entry().conversationId);

    await store.doubt();

    expect(await store.find(entry().conversationId)).toBeNull();
  });

  it('forgets an entry when its time is up', async () => {
    const brief = make(30);

    await brief.keep(entry());

    await eventually(async () => (await brief.find(entry().conversationId)) === null || null);
  });
});
