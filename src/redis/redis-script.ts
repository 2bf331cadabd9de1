import { createHash } from 'node:crypto';
import type { RedisConnection } from './redis-connection.js';

/**
 * A script as Redis keeps it. `ARGV[1]` is a nonce, and the reply is a list that begins with it: so a reply that belongs
 * to another caller is recognized.
 */
export interface RedisScript {
  readonly sha: string;
  readonly text: string;
}

export const redisScript = (text: string): RedisScript => ({
  text,
  sha: createHash('sha1').update(text).digest('hex'),
});

/** Runs it by its hash; with its text where Redis does not know it yet. */
export async function evaluate(
  connection: RedisConnection,
  { sha, text }: RedisScript,
  { keys, values }: { keys: readonly string[]; values: readonly (string | number)[] },
): Promise<unknown> {
  try {
    return await connection.evalsha(sha, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return connection.eval(text, keys.length, ...keys, ...values);
  }
}
