import { Redis } from 'ioredis';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import { shown } from '../support/agent-app.js';
import type { ApiClient } from '../support/api.js';
import type { MemoryBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { RedisApps } from '../support/redis-apps.js';
import { redisDump } from '../support/redis-dump.js';
import { runSql } from '../support/stored-rows.js';

/** Said by another device; and in a conversation that is then erased. */
const FOREIGN = 'the cat is called Ferdinand';
const SECRET = 'the parrot is called Archibald';

let apps: RedisApps;
let here: ApiClient;
let there: ApiClient;

beforeAll(async () => {
  apps = await RedisApps.start({ CONVERSATION_MEMORY_SIZE: '4' });
});
beforeEach(() => {
  apps.agent.reset();
  here = apps.one.client();
  there = apps.other.client(here.deviceId);
});
afterAll(() => apps.stop());

async function asking<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(apps.redis.url);
  return question(redis).finally(() => redis.disconnect());
}

const recall = async (client: ApiClient, id: string): Promise<MemoryBody> =>
  (await client.asDevice<MemoryBody>(`/conversations/${id}/memory`)).body;

/** Comes back when Redis has the memory of that many turns of the conversation. */
const remembered = (id: string, turns: number): Promise<true> =>
  eventually(async () => {
    const stored = await asking((redis) => redis.get(REDIS_KEYS.memory(id)));
    return stored?.startsWith(`{"value":"0.${turns}.`) || null;
  });

describe('the memory of a conversation', () => {
  it('is read from the cache at one replica when a turn has ended at another', async () => {
    const { body } = await here.chat('One');
    await remembered(body.conversation_id, 1);

    expect(await recall(there, body.conversation_id)).toMatchObject({
      source: 'cache',
      messages: [{ content: 'One' }, { content: 'Echo: One' }],
    });
  });

  it('is what the agent is told at either replica, whoever answered before', async () => {
    const { body } = await here.chat('One');
    for (const [client, message] of [
      [there, 'Two'],
      [here, 'Three'],
      [there, 'Four'],
    ] as const)
      await client.chat(message, { conversation_id: body.conversation_id });

    expect(apps.agent.requests.map(shown)).toEqual([
      ['One'],
      ['One', 'Echo: One', 'Two'],
      ['One', 'Echo: One', 'Two', 'Echo: Two', 'Three'],
      ['Two', 'Echo: Two', 'Three', 'Echo: Three', 'Four'],
    ]);
  });

  it('is forgotten for all replicas at once', async () => {
    const { body } = await here.chat('One');
    const path = `/conversations/${body.conversation_id}/memory`;
    await remembered(body.conversation_id, 1);

    const { status } = await there.asDevice(path, { method: 'DELETE' });
    const afterwards = await recall(here, body.conversation_id);

    expect([status, afterwards.source, afterwards.messages.length]).toEqual([200, 'database', 2]);
    expect((await recall(there, body.conversation_id)).source).toBe('cache');
  });

  it('is right when Redis gives one conversation the memory of another', async () => {
    const mine = await here.chat('Mine');
    const other = await apps.one.client().chat(FOREIGN);
    await Promise.all([mine, other].map(({ body }) => remembered(body.conversation_id, 1)));
    const [from, to] = [other, mine].map(({ body }) => REDIS_KEYS.memory(body.conversation_id));
    await asking((redis) => redis.copy(from ?? '', to ?? '', 'REPLACE'));

    await there.chat('Who am I?', { conversation_id: mine.body.conversation_id });

    expect(apps.agent.requests.map(shown).at(-1)).toEqual(['Mine', 'Echo: Mine', 'Who am I?']);
    expect(await recall(here, mine.body.conversation_id)).not.toMatchObject({
      messages: expect.arrayContaining([expect.objectContaining({ content: FOREIGN })]),
    });
  });

  it('is right when Redis has an older one', async () => {
    const { body } = await here.chat('One');
    const key = REDIS_KEYS.memory(body.conversation_id);
    await remembered(body.conversation_id, 1);
    const older = await asking((redis) => redis.get(key));
    await here.chat('Two', { conversation_id: body.conversation_id });
    await remembered(body.conversation_id, 2);
    await asking((redis) => redis.set(key, older ?? ''));

    await there.chat('Three', { conversation_id: body.conversation_id });

    expect(apps.agent.requests.map(shown).at(-1)).toEqual(['One', 'Echo: One', 'Two', 'Echo: Two', 'Three']);
  });
});

describe('an erased conversation', () => {
  const erase = (client: ApiClient, id: string) =>
    client.asDevice(`/conversations/${id}`, { method: 'DELETE' });

  async function purgedAt(id: string): Promise<Date | null> {
    const [row] = await runSql<{ purged_at: Date | null }>(
      apps.database.url,
      'SELECT purged_at FROM conversations WHERE id = $1',
      [id],
    );
    return row?.purged_at ?? null;
  }

  const purged = (id: string): Promise<Date> => eventually(() => purgedAt(id), 25_000);

  /** What Redis has of that conversation, or of what was said in it, but for the tombstone. */
  const traces = async (id: string): Promise<string[]> =>
    (await redisDump(apps.redis.url)).filter(
      (text) => (text.includes(id) || text.includes('Archibald')) && !text.startsWith(REDIS_KEYS.erased(id)),
    );

  it('leaves no trace in Redis', async () => {
    const { body } = await here.chat(SECRET);
    await remembered(body.conversation_id, 1);

    const { status } = await erase(there, body.conversation_id);
    await purged(body.conversation_id);

    expect(status).toBe(200);
    expect(await traces(body.conversation_id)).toEqual([]);
    expect(await asking((redis) => redis.pttl(REDIS_KEYS.erased(body.conversation_id)))).toBeGreaterThan(
      1_800_000,
    );
  });

  it('is purged only when Redis has confirmed it, where that was away at the time', async () => {
    const { body } = await here.chat(SECRET);
    await remembered(body.conversation_id, 1);
    const kept = await traces(body.conversation_id);
    apps.redis.signal('SIGSTOP');
    await apps.useRedis('degraded');

    const { status } = await erase(there, body.conversation_id);
    const meanwhile = await purgedAt(body.conversation_id);
    apps.redis.signal('SIGCONT');
    await purged(body.conversation_id);

    expect(kept).toHaveLength(1);
    expect([status, meanwhile]).toEqual([200, null]);
    expect(await traces(body.conversation_id)).toEqual([]);
  }, 60_000);

  it('stays out of Redis when its last turn ends after it', async () => {
    const { body } = await here.chat('One');
    const arrived = apps.agent.arrival(2);
    apps.agent.script({ kind: 'slow' });
    const late = here.failedChat(SECRET, { conversation_id: body.conversation_id });
    await arrived;

    await erase(there, body.conversation_id);
    await purged(body.conversation_id);
    apps.agent.release();

    const lock = REDIS_KEYS.lock(body.conversation_id); // Of the run that was late; it expires.
    expect((await late).status).toBe(404);
    expect((await traces(body.conversation_id)).filter((text) => !text.startsWith(lock))).toEqual([]);
  });
});
