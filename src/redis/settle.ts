import { REDIS_KEYS } from './redis-keys.js';
import { redisScript } from './redis-script.js';
import type { RedisClient } from './redis.client.js';

/** What is left in Redis when a turn has ended; all of it for one conversation. */
export interface Settlement {
  readonly conversationId: string;
  /** `text` begins with a version `1.2.3 `, of which the later figures count where the earlier are equal. */
  readonly memory: { readonly text: string; readonly ttlMs: number } | null;
  /** Token of the run that is over; null: it goes on, or there was none. */
  readonly runToken: string | null;
  readonly wake: { readonly channel: string; readonly payload: string } | null;
}

/**
 * The memory is written as cache-manager keeps it, if it is newer than what is there and the conversation is not buried;
 * what is no memory, of whatever type, is replaced.
 * KEYS: memory, tombstone, lock. ARGV: nonce, memory or '', its life in ms, token or '', channel or '', payload.
 */
export const SETTLE = redisScript(`
local function version(entry)
  local a, b, c = string.match(type(entry) == 'string' and entry or '', '^{"value":"(%d+)%.(%d+)%.(%d+) ')
  if not a then return nil end
  return {tonumber(a), tonumber(b), tonumber(c)}
end
local function isNewer(new, old)
  for i = 1, 3 do
    if new[i] ~= old[i] then return new[i] > old[i] end
  end
  return true
end
if ARGV[2] ~= '' and redis.call('EXISTS', KEYS[2]) == 0 then
  local kept = version(redis.pcall('GETRANGE', KEYS[1], 0, 80))
  if not kept or isNewer(version(ARGV[2]), kept) then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  end
end
if ARGV[4] ~= '' and redis.call('GET', KEYS[3]) == ARGV[4] then redis.call('DEL', KEYS[3]) end
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return {ARGV[1]}`);

/**
 * One trip for all of it.
 * @throws RedisUnavailableError; it may have been done all the same, and may be done again
 */
export async function settle(redis: RedisClient, settlement: Settlement): Promise<void> {
  const { conversationId, memory, runToken, wake } = settlement;
  await redis.run(
    SETTLE,
    [REDIS_KEYS.memory(conversationId), REDIS_KEYS.erased(conversationId), REDIS_KEYS.lock(conversationId)],
    [
      memory ? JSON.stringify({ value: memory.text }) : '',
      memory?.ttlMs ?? 0,
      runToken ?? '',
      wake?.channel ?? '',
      wake?.payload ?? '',
    ],
  );
}
