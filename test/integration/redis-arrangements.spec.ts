import { once } from 'node:events';
import { createServer } from 'node:net';
import type { RedisClient } from '../../src/redis/redis.client.js';
import { RedisMemoryStore } from '../../src/memory/redis-memory-store.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aMemoryEntry } from '../support/memory-entries.js';
import {
  canArrange,
  type RedisArrangement,
  startCluster,
  startSentinel,
} from '../support/redis-arrangements.js';
import { available, connectedClient, leftAlone } from '../support/redis-lab.js';
import { freePort } from '../support/redis-server.js';

const TTL_MS = 60_000;
const CONVERSATIONS = Array.from({ length: 20 }, (_, index) => `conversation ${index}`);
const TEST_MS = 120_000;

const itArranged = canArrange ? it : it.skip;

/** Keeps and finds tails of many conversations, whose keys live in many slots; gives those that came back. */
async function keepAndFind(client: RedisClient): Promise<string[]> {
  const store = new RedisMemoryStore(client, TTL_MS);
  for (const conversationId of CONVERSATIONS) await store.keep(aMemoryEntry({ conversationId }));
  const found = await Promise.all(CONVERSATIONS.map((id) => store.find(id)));
  return found.flatMap((entry) => entry?.conversationId ?? []);
}

describe('REDIS_URL of a cluster', () => {
  let cluster: RedisArrangement;
  let database: TestDatabase;
  let apps: TestApp[];

  beforeAll(async () => {
    [cluster, database] = await Promise.all([startCluster(), cloneDatabase()]);
    const options = { database, env: { REDIS_URL: cluster.url, RATE_LIMIT_PER_DEVICE: '60' } };
    apps = [await startApp(options), await startApp(options)];
  }, TEST_MS);

  afterAll(async () => {
    for (const app of apps) await app.stop();
    await cluster.stop();
    await database.drop();
  });

  itArranged('keeps every conversation where its slot is', async () => {
    const client = await connectedClient(cluster.url);

    expect(client.isCluster).toBe(true);
    expect(await keepAndFind(client)).toEqual(CONVERSATIONS);
    client.onModuleDestroy();
  });

  itArranged('shares memory and budgets among replicas', async () => {
    const clients = apps.map((app) => app.client('phone'));
    const [here, there] = clients;
    const first = await here?.chat('Hello');
    const conversation = first?.body.conversation_id ?? '';
    const second = await there?.chat('Thanks', { conversation_id: conversation });
    const memory = await eventually(async () => {
      const answer = await here?.asDevice<{ source: string }>(`/conversations/${conversation}/memory`);
      return answer?.body.source === 'cache' ? answer.body : null;
    });

    const statuses: number[] = [];
    for (let request = 0; request < 70; request += 1) {
      const answer = await clients[request % 2]?.asDevice('/conversations');
      statuses.push(answer?.status ?? 0);
    }

    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(memory).toMatchObject({
      messages: expect.arrayContaining([expect.objectContaining({ content: 'Thanks' })]),
    });
    expect(statuses.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 200));
    expect(statuses.slice(-10)).toEqual(Array.from({ length: 10 }, () => 429));
  });

  itArranged('costs no request when one of its nodes is killed', async () => {
    const client = apps[0]?.client();
    const { body } = (await client?.chat('Hello')) ?? {};
    await cluster.servers[2]?.kill();

    const statuses: (number | undefined)[] = [];
    for (let message = 0; message < 10; message += 1) {
      const answer = await client?.chat('Thanks', { conversation_id: body?.conversation_id });
      statuses.push(answer?.status);
    }

    expect(statuses).toEqual(Array.from(statuses, () => 200));
  });
});

describe('REDIS_URL of sentinels', () => {
  let arranged: RedisArrangement;

  beforeEach(async () => {
    arranged = await startSentinel();
  }, TEST_MS);
  afterEach(() => arranged.stop());

  itArranged(
    'finds the primary, and the next one when that is killed',
    async () => {
      const client = await connectedClient(arranged.url);
      const before = await keepAndFind(client);

      await arranged.servers[0]?.kill();
      await leftAlone(client);
      const after = await eventually(async () => {
        await available(client);
        return keepAndFind(client).catch(() => null);
      });

      expect([before, after]).toEqual([CONVERSATIONS, CONVERSATIONS]);
      client.onModuleDestroy();
    },
    TEST_MS,
  );

  itArranged(
    'asks the next one where a sentinel is gone, or takes the question and never answers',
    async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const address = silent.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const url = arranged.url.replace('//', `//127.0.0.1:${await freePort()},127.0.0.1:${port},`);

      const client = await connectedClient(url);

      expect(await keepAndFind(client)).toEqual(CONVERSATIONS);
      client.onModuleDestroy();
      silent.close();
    },
  );
});
