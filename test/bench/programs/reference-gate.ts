import { Redis } from 'ioredis';
import { z } from 'zod';

/** Counts the request against address and owner, takes the lock, and reads the memory: one trip. */
const OPEN = `
local function count(key)
  local requests = redis.call('INCR', key)
  if requests == 1 then redis.call('PEXPIRE', key, ARGV[1]) end
  return requests
end
if math.max(count(KEYS[1]), count(KEYS[2])) > tonumber(ARGV[2]) then return {0, 0, false} end
local locked = redis.call('SET', KEYS[3], ARGV[3], 'NX', 'PX', ARGV[4])
return {1, locked and 1 or 0, redis.call('GET', KEYS[4])}`;

/** Keeps the memory unless a newer one is known, gives the lock back, and wakes who waits: one trip. */
const SETTLE = `
local known = redis.call('GET', KEYS[2])
if not known or cjson.decode(known).turn < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
end
if redis.call('GET', KEYS[1]) == ARGV[4] then redis.call('DEL', KEYS[1]) end
redis.call('PUBLISH', KEYS[3], ARGV[1])
return 1`;

const WINDOW_MS = 60_000;
const WIDE_OPEN = 1_000_000_000;
const LOCK_MS = 15_000;
const MEMORY_SECONDS = 1800;

const opened = z.tuple([z.number(), z.number(), z.string().nullable()]);

/** Who asks for what, and the token of the lock. */
export interface Visit {
  readonly address: string;
  readonly deviceId: string;
  readonly conversationId: string;
  readonly token: string;
}

/** The two trips to Redis that a turn needs at least. */
export class ReferenceGate {
  private constructor(
    private readonly redis: Redis,
    private readonly scripts: { readonly open: string; readonly settle: string },
    private readonly prefix: string,
  ) {}

  static async connect(url: string, prefix: string): Promise<ReferenceGate> {
    const redis = new Redis(url);
    const load = async (script: string): Promise<string> => String(await redis.script('LOAD', script));
    return new ReferenceGate(redis, { open: await load(OPEN), settle: await load(SETTLE) }, prefix);
  }

  /** The remembered conversation as JSON, or null. @throws Error when the limit is reached */
  async open({ address, deviceId, conversationId, token }: Visit): Promise<string | null> {
    const keys = [
      ...[this.key('address', address), this.key('owner', deviceId)],
      ...[this.key('lock', conversationId), this.key('memory', conversationId)],
    ];
    const values = [WINDOW_MS, WIDE_OPEN, token, LOCK_MS];
    const reply = await this.redis.evalsha(this.scripts.open, keys.length, ...keys, ...values);
    const [isAllowed, , memory] = opened.parse(reply);
    if (isAllowed === 0) throw new Error('too many requests');
    return memory;
  }

  async settle({ conversationId, token }: Visit, turnNo: number, memory: string): Promise<void> {
    const keys = ['lock', 'memory', 'answered'].map((kind) => this.key(kind, conversationId));
    const values = [turnNo, memory, MEMORY_SECONDS, token];
    await this.redis.evalsha(this.scripts.settle, keys.length, ...keys, ...values);
  }

  private key(kind: string, id: string): string {
    return `${this.prefix}:${kind}:${id}`;
  }
}
