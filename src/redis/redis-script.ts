import { createHash } from 'node:crypto';

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
