import { Redis } from 'ioredis';
import { z } from 'zod';
import { REDIS_KEYS } from '../../../src/redis/redis-keys.js';
import { SETTLE } from '../../../src/redis/settle.js';
import { ENTER } from '../../../src/throttle/enter-script.js';

const WINDOW_MS = 60_000;
const WIDE_OPEN = 1_000_000_000;
const LOCK_MS = 15_000;
const MEMORY_MS = 1_800_000;
/** Parley gives each call one, to recognize its reply by. */
const NONCE = '';

/** Nonce, hits and time left of both budgets, whether the lock is ours, and the memory. */
const entered = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.number(), z.string()]);
const stored = z.object({ value: z.string() });

/** Who asks for what, and the token of the lock. */
export interface Visit {
  readonly address: string;
  readonly deviceId: string;
  readonly conversationId: string;
  readonly token: string;
}

/** Parley's own two scripts, one trip each. */
export class ReferenceGate {
  private constructor(private readonly redis: Redis) {}

  static async connect(url: string): Promise<ReferenceGate> {
    const redis = new Redis(url);
    for (const { text } of [ENTER, SETTLE]) await redis.script('LOAD', text);
    return new ReferenceGate(redis);
  }

  /** Counts the request, takes the lock, and gives the remembered messages as JSON, or null. */
  async open({ address, deviceId, conversationId, token }: Visit): Promise<string | null> {
    const budgets = [address, deviceId].map((id) => REDIS_KEYS.budget(`bench:${id}`));
    const keys = [...budgets, REDIS_KEYS.lock(conversationId), REDIS_KEYS.memory(conversationId)];
    const values = [NONCE, WINDOW_MS, token, LOCK_MS, WIDE_OPEN, WIDE_OPEN];
    const reply = entered.parse(await this.redis.evalsha(ENTER.sha, keys.length, ...keys, ...values));
    const memory = reply[6];
    if (memory === '') return null;
    const { value } = stored.parse(JSON.parse(memory));
    return value.slice(value.indexOf(' ') + 1);
  }

  /** Keeps the memory unless it is newer, and gives the lock back; nobody waits elsewhere who is to be woken. */
  async settle({ conversationId, token }: Visit, turnNo: number, memory: string): Promise<void> {
    const names = [REDIS_KEYS.memory, REDIS_KEYS.erased, REDIS_KEYS.lock];
    const keys = names.map((name) => name(conversationId));
    const value = JSON.stringify({ value: `0.${turnNo}.${turnNo} ${memory}` });
    await this.redis.evalsha(SETTLE.sha, keys.length, ...keys, NONCE, value, MEMORY_MS, token, '', '');
  }
}
