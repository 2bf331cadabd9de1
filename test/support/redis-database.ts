import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { startRedis } from './redis-server.js';

/** A logical database of Redis that nobody else uses, empty at first. */
export interface RedisDatabase {
  readonly url: string;
  /** Empties it and lets others take it. */
  giveBack(): Promise<void>;
}

/** What a server has out of the box; the first keeps the leases. */
const DATABASES = 16;
/** Set of those that a test has had before. What others hold is somebody's data, and stays. */
const OURS = 'parley-test:databases';
/** Longer than any spec file takes: who holds one so long was killed. */
const LEASE_SECONDS = 1800;

/**
 * Takes one of the server of the run; keys, queues and budgets of another test can't be seen there, though channels can.
 * Where none is free, it is a server of its own.
 */
export async function takeRedisDatabase(): Promise<RedisDatabase> {
  const server = process.env.PARLEY_TEST_REDIS;
  if (server === undefined)
    throw new Error('PARLEY_TEST_REDIS is unset: the global setup of Jest did not run');
  const index = await asking(server, takeFree);
  if (index === null) return ownServer();
  return { url: urlOf(server, index), giveBack: () => asking(server, (redis) => free(redis, index)) };
}

async function takeFree(redis: Redis): Promise<number | null> {
  const [inUse, ours] = await Promise.all([redis.info('keyspace'), redis.smembers(OURS)]);
  for (let index = 1; index < DATABASES; index += 1) {
    if (inUse.includes(`db${index}:`) && !ours.includes(String(index))) continue;
    const lease = await redis.set(leaseOf(index), randomUUID(), 'EX', LEASE_SECONDS, 'NX');
    if (lease === null) continue;
    await redis.multi().sadd(OURS, index).select(index).flushdb().select(0).exec();
    return index;
  }
  return null;
}

async function free(redis: Redis, index: number): Promise<void> {
  await redis.multi().select(index).flushdb().select(0).del(leaseOf(index)).exec();
}

const leaseOf = (index: number): string => `parley-test:lease:${index}`;

async function ownServer(): Promise<RedisDatabase> {
  const redis = await startRedis();
  return { url: redis.url, giveBack: () => redis.stop() };
}

function urlOf(server: string, index: number): string {
  const url = new URL(server);
  url.pathname = `/${index}`;
  return url.href;
}

async function asking<T>(server: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(urlOf(server, 0));
  return question(redis).finally(() => redis.disconnect());
}
