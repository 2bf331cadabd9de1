import { REDIS_KEYS } from '../redis/redis-keys.js';
import type { RedisClient } from '../redis/redis.client.js';
import type { Budget } from './budget.js';
import { WINDOW_MS } from './budget.js';
import { ENTER } from './enter-script.js';

/** What a request asks of Redis before its work. */
export interface EnterRequest {
  readonly budgets: readonly Budget[];
  /** The conversation that it wants to go on with. */
  readonly conversationId: string | null;
  /** Names the run that it may begin. */
  readonly token: string;
  readonly lockMs: number;
}

/** What Redis says to it. */
export interface Entry {
  /** Hits and ms left of each budget, in their order, up to the first that is spent. */
  readonly counts: readonly { readonly hits: number; readonly leftMs: number }[];
  /** Null where none was asked for, or a budget is spent. */
  readonly turn: { readonly isLocked: boolean; readonly memory: string | null } | null;
}

/**
 * One trip; in a cluster, where every budget and the conversation live in slots of their own, several at once.
 * @throws RedisUnavailableError; it may have been counted all the same
 */
export async function enter(redis: RedisClient, request: EnterRequest): Promise<Entry> {
  if (!redis.isCluster) return enterOnce(redis, request);
  const parts = await Promise.all([
    ...request.budgets.map((budget) =>
      enterOnce(redis, { ...request, budgets: [budget], conversationId: null }),
    ),
    enterOnce(redis, { ...request, budgets: [] }),
  ]);
  return { counts: parts.flatMap(({ counts }) => counts), turn: parts.at(-1)?.turn ?? null };
}

async function enterOnce(redis: RedisClient, request: EnterRequest): Promise<Entry> {
  const { budgets, conversationId, token, lockMs } = request;
  if (budgets.length === 0 && conversationId === null) return { counts: [], turn: null };
  const turnKeys =
    conversationId === null ? [] : [REDIS_KEYS.lock(conversationId), REDIS_KEYS.memory(conversationId)];
  const reply = await redis.run(
    ENTER,
    [...budgets.map(({ key }) => REDIS_KEYS.budget(key)), ...turnKeys],
    [WINDOW_MS, conversationId === null ? '' : token, lockMs, ...budgets.map(({ limit }) => limit)],
  );
  return readEntry(reply, budgets.length);
}

function readEntry(reply: readonly unknown[], budgets: number): Entry {
  const counts = [];
  for (let index = 0; index < budgets; index += 1) {
    const [hits, leftMs] = [reply[2 * index], reply[2 * index + 1]];
    if (typeof hits === 'number' && typeof leftMs === 'number') counts.push({ hits, leftMs });
  }
  const [taken, memory] = reply.slice(2 * budgets);
  const turn =
    taken === undefined
      ? null
      : { isLocked: taken === 1, memory: typeof memory === 'string' && memory !== '' ? memory : null };
  return { counts, turn };
}
