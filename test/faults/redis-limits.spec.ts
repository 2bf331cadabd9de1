import { randomUUID } from 'node:crypto';
import { ApiClient } from '../support/api.js';
import { FaultyRedis, REDIS_FAULTS } from '../support/redis-faults.js';
import { Scene } from '../support/replicas-scene.js';

const LIMIT = 60;
const REQUESTS = 70;
/** Longer than the requests take: a fault strikes once, or all the time. */
const FAULT_MS = 1500;
const TEST_MS = 120_000;

let redis: FaultyRedis;
let scene: Scene;

beforeAll(async () => {
  redis = await FaultyRedis.start();
  const env = { REDIS_URL: redis.url, RATE_LIMIT_PER_DEVICE: String(LIMIT) };
  scene = await Scene.set({ count: 2, env });
}, TEST_MS);

afterAll(async () => {
  await scene.clear();
  await redis.stop();
});

/** How many of REQUESTS requests pass that the device sends to that replica one after another; others answer 429. */
async function passed(deviceId: string, url: string): Promise<number> {
  const client = new ApiClient(url, deviceId);
  const statuses: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1)
    statuses.push((await client.asDevice('/conversations')).status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  return statuses.filter((status) => status === 200).length;
}

describe('the limit of a device while Redis', () => {
  it.each(REDIS_FAULTS)(
    '$name holds at each replica',
    async ({ strike }) => {
      const devices = scene.replicas.all.map(({ url }) => ({ id: randomUUID(), url }));

      const striking = strike(redis, FAULT_MS);
      const counts = await Promise.all(devices.map(({ id, url }) => passed(id, url)));
      await striking;

      expect(counts).toEqual([LIMIT, LIMIT]);
    },
    TEST_MS,
  );
});
