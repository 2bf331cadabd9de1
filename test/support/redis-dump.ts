import { Redis } from 'ioredis';

/** Every key with its value, whatever its type. */
const DUMP = `
  local reads = { string = { 'GET' }, hash = { 'HGETALL' }, list = { 'LRANGE', 0, -1 }, set = { 'SMEMBERS' },
                  zset = { 'ZRANGE', 0, -1 }, stream = { 'XRANGE', '-', '+' } }
  local texts = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local read = reads[redis.call('TYPE', key).ok]
    table.insert(texts, key .. ' ' .. cjson.encode(redis.call(read[1], key, unpack(read, 2))))
  end
  return texts`;

/** Everything that a Redis has, one key with its value each. */
export async function redisDump(url: string): Promise<string[]> {
  const redis = new Redis(url);
  const texts = await redis.eval(DUMP, 0).finally(() => redis.disconnect());
  return Array.isArray(texts) ? texts.map(String) : [];
}
