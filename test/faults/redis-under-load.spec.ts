import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, seededRandom } from '../support/history.js';
import { FaultyRedis, REDIS_FAULTS } from '../support/redis-faults.js';
import { Scene } from '../support/replicas-scene.js';

const CLIENTS = 6;
const CONVERSATIONS = 3;
/** How long the clients talk before a fault. */
const CALM_MS = 1500;
const FAULT_MS = 4500;
const TEST_MS = 120_000;

let redis: FaultyRedis;
let scene: Scene;
const seed = faultSeed();
const random = seededRandom(seed);

beforeAll(async () => {
  redis = await FaultyRedis.start();
  scene = await Scene.set({ count: 2, env: { REDIS_URL: redis.url } });
  await talkDuring(() => delay(CALM_MS)); // The first answers of a server are slow.
}, TEST_MS);

afterAll(async () => {
  await scene.clear();
  await redis.stop();
});

/** How often the servers have said that they leave Redis alone. */
const timesLeft = (): number =>
  scene.replicas.all.reduce(
    (sum, { process }) => sum + process.output().split('Redis is left alone').length - 1,
    0,
  );

/** Comes back when both servers use Redis. */
async function redisUsed(): Promise<void> {
  for (const { url } of scene.replicas.all)
    await eventually(async () => {
      const answer = await fetch(`${url}/health/ready`);
      return (await answer.text()).includes('degraded') ? null : true;
    });
}

/** The clients talk while that goes on. */
async function talkDuring(work: () => Promise<unknown>): Promise<HistoryClients> {
  const clients = new HistoryClients({
    conversations: await scene.conversations(CONVERSATIONS),
    clients: CLIENTS,
    random,
    address: () => scene.replicas.anyUrl(random),
  });
  await work();
  await clients.stop();
  return clients;
}

/** Of how long answers took, in ms. */
function p99({ operations }: HistoryClients): number {
  const times = operations
    .flatMap(({ startedAt, endedAt }) => (endedAt === null ? [] : [endedAt - startedAt]))
    .toSorted((a, b) => a - b);
  return Math.round(times[Math.floor(times.length * 0.99)] ?? 0);
}

describe('a Redis under two servers in work that', () => {
  it.each(REDIS_FAULTS)(
    '$name costs no request and no word',
    async ({ name, isNoticed, strike }) => {
      const calm = await talkDuring(() => delay(CALM_MS));
      await redisUsed(); // Who leaves it alone already says nothing of the fault.
      const before = timesLeft();

      const struck = await talkDuring(() => strike(redis, FAULT_MS));

      const noticed = timesLeft() - before;
      process.stderr.write(
        `Redis that ${name}: p99 ${p99(calm)} ms, then ${p99(struck)} ms; ${struck.answered} answers (${struck.summary}), left alone ${noticed} times, seed ${seed}\n`,
      );
      expect([...calm.outcomes.keys(), ...struck.outcomes.keys()]).toEqual([200, 200]);
      expect(struck.answered).toBeGreaterThanOrEqual(CLIENTS);
      if (isNoticed) expect(noticed).toBeGreaterThan(0);
      expect(checkHistory([...calm.operations, ...struck.operations], await scene.settled())).toEqual([]);
    },
    TEST_MS,
  );

  it('has had all that is used again in the end', async () => {
    await redisUsed();
  });
});
