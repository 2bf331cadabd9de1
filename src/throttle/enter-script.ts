import { redisScript } from '../redis/redis-script.js';

/**
 * What a request needs of Redis before its work, in one trip: its budgets, and for a message the conversation's lock and
 * memory. KEYS: the budgets' counters, then, if ARGV[3] is not empty, lock and memory. ARGV: nonce, window in ms, lock
 * token, lock's life in ms, then the budgets' limits. Gives hits and ms left of each budget up to the first that is
 * spent; then, unless one is, 1 if the lock is ours now, and the memory or ''.
 */
export const ENTER = redisScript(`
local reply = {ARGV[1]}
local budgets = #ARGV - 4
for i = 1, budgets do
  local hits = redis.call('INCR', KEYS[i])
  local left = redis.call('PTTL', KEYS[i])
  if left < 0 then
    left = tonumber(ARGV[2])
    redis.call('PEXPIRE', KEYS[i], left)
  end
  reply[#reply + 1] = hits
  reply[#reply + 1] = left
  if hits > tonumber(ARGV[4 + i]) then return reply end
end
if ARGV[3] ~= '' then
  local taken = redis.call('SET', KEYS[budgets + 1], ARGV[3], 'NX', 'PX', ARGV[4])
  reply[#reply + 1] = taken and 1 or 0
  local memory = redis.pcall('GET', KEYS[budgets + 2])
  reply[#reply + 1] = type(memory) == 'string' and memory or ''
end
return reply`);
