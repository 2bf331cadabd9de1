import { Redis } from 'ioredis';

/** Scripts that a Redis has run so far, for whomever. */
export async function scriptsRun(url: string): Promise<number> {
  const redis = new Redis(url);
  const text = await redis.info('commandstats').finally(() => redis.disconnect());
  const calls = [...text.matchAll(/^cmdstat_(?:eval|evalsha):calls=(\d+)/gm)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}
