import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { RedisApps } from '../support/redis-apps.js';

let apps: RedisApps;
let redis: Redis;
let client: ApiClient;
let conversation: string;

beforeAll(async () => {
  apps = await RedisApps.start({ AGENT_TIMEOUT_MS: '20000' });
  redis = new Redis(apps.redis.url);
});
beforeEach(async () => {
  apps.agent.reset();
  client = apps.one.client();
  conversation = (await client.chat('Hello', { key: 'first' })).body.conversation_id;
  await unlocked();
});
afterAll(async () => {
  redis.disconnect();
  await apps.stop();
});

const holder = (): Promise<string | null> => redis.get(REDIS_KEYS.lock(conversation));

/** Comes back when nobody has the conversation's lock. */
async function unlocked(): Promise<void> {
  await eventually(async () => (await holder()) === null || null);
}

describe('the lock of a conversation', () => {
  it('is held as long as the agent thinks, and is the turn’s that thinks', async () => {
    const arrived = apps.agent.arrival(apps.agent.requests.length + 1);
    apps.agent.script({ kind: 'slow' });
    const answered = client.chat('What is a lease?', { conversation_id: conversation });
    await arrived;
    const meanwhile = await holder();
    const queued = apps.other.client(client.deviceId).chat('Thanks', { conversation_id: conversation });
    await eventually(async () => {
      const { body } = await client.conversation(conversation);
      return body.message_count === 4 || null; // Two questions, the first with its answer, and the one in line.
    });
    const stillMeanwhile = await holder();

    apps.agent.release();

    expect([(await answered).status, (await queued).status]).toEqual([200, 200]);
    expect(meanwhile).not.toBeNull();
    expect(stillMeanwhile).toBe(meanwhile);
    await unlocked();
  });

  it.each([
    ['is not valid', { unknown: 1 }, 400],
    ['is empty', { message: ' ' }, 400],
    ['is of another device', { device_id: randomUUID() }, 404],
    ['has the key of an earlier one', { key: 'first' }, 422],
  ])(
    'is given back by a message that %s',
    async (_what, { key, ...fields }: Record<string, unknown>, status) => {
      const before = await lockings();

      const answer = await client.call('/chat', {
        json: { message: 'Thanks', device_id: client.deviceId, conversation_id: conversation, ...fields },
        headers: typeof key === 'string' ? { 'Idempotency-Key': key } : {},
      });

      expect(answer.status).toBe(status);
      expect(await lockings()).toBeGreaterThan(before);
      await unlocked();
    },
  );

  it('of a process that died holds up nobody', async () => {
    await redis.set(REDIS_KEYS.lock(conversation), 'a run that is no more', 'PX', 60_000);

    const { status } = await client.chat('Thanks', { conversation_id: conversation });

    expect(status).toBe(200);
    expect(await holder()).toBe('a run that is no more'); // Nobody but its run gives it back.
  });

  /** How often a lock was asked for, by `SET`, which the memory takes as well. */
  async function lockings(): Promise<number> {
    return Number(/^cmdstat_set:calls=(\d+)/m.exec(await redis.info('commandstats'))?.[1] ?? 0);
  }
});
