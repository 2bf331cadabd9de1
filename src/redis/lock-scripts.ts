import { redisScript } from './redis-script.js';

/** Gives a lock back if it is still ours. KEYS: lock. ARGV: nonce, token. */
export const RELEASE_LOCK = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[2] then redis.call('DEL', KEYS[1]) end
return {ARGV[1]}`);

/** Lengthens a lock that is ours, or takes one that nobody has. KEYS: lock. ARGV: nonce, token, life in ms. */
export const RENEW_LOCK = redisScript(`
local holder = redis.call('GET', KEYS[1])
if not holder or holder == ARGV[2] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return {ARGV[1]}`);
