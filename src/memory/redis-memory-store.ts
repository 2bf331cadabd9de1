import { type Cache, type CacheManagerStore, createCache, KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Keyv } from 'keyv';
import type { RedisConnection } from '../redis/redis-connection.js';
import { REDIS_KEYS } from '../redis/redis-keys.js';
import { redisScript } from '../redis/redis-script.js';
import { type RedisClient } from '../redis/redis.client.js';
import { RedisUnavailableError } from '../redis/redis.errors.js';
import { settle } from '../redis/settle.js';
import { entryText, type MemoryEntry, readEntry } from './memory-entry.js';
import { MemoryStore } from './memory-store.js';

/** How much longer than an entry its tombstone lives: longer than a turn or a read can hold what was said. */
const TOMBSTONE_MORE_MS = 900_000;

/** KEYS: memory, tombstone. ARGV: nonce, tombstone's life in ms. */
const BURY = redisScript(`
redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
redis.call('DEL', KEYS[1])
return {ARGV[1]}`);

/** KEYS: memory. ARGV: nonce, how the text of that version begins, text, its life in ms. */
const RENEW = redisScript(`
if redis.pcall('GETRANGE', KEYS[1], 0, #ARGV[2] - 1) == ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
return {ARGV[1]}`);

/**
 * Tails in Redis, for all replicas: cache-manager over cache-manager-ioredis-yet. What must be one step there, such as
 * writing only what is newer, is a script that writes the same form.
 */
export class RedisMemoryStore extends MemoryStore {
  private readonly cache: Cache;

  constructor(
    private readonly redis: RedisClient,
    private readonly ttlMs: number,
  ) {
    super();
    const store = new KeyvAdapter(guarded(redis));
    const form = { useKeyPrefix: false, serialize: undefined, deserialize: undefined };
    this.cache = createCache({ stores: [new Keyv({ store, ...form })] });
  }

  override async find(conversationId: string): Promise<MemoryEntry | null> {
    const text = await this.cache.get<unknown>(REDIS_KEYS.memory(conversationId));
    if (text === undefined && !this.redis.isAvailable)
      throw new RedisUnavailableError('Redis is not available');
    return readEntry(text);
  }

  override async keep(entry: MemoryEntry): Promise<void> {
    const { conversationId } = entry;
    const memory = { text: entryText(entry), ttlMs: this.ttlMs };
    await settle(this.redis, { conversationId, memory, runToken: null, wake: null });
  }

  override async renew(entry: MemoryEntry): Promise<void> {
    const text = JSON.stringify({ value: entryText(entry) });
    const beginning = text.slice(0, text.indexOf(' ') + 1);
    await this.redis.run(RENEW, [REDIS_KEYS.memory(entry.conversationId)], [beginning, text, this.ttlMs]);
  }

  override async drop(conversationId: string): Promise<void> {
    await this.redis.use((connection) => connection.del(REDIS_KEYS.memory(conversationId)));
  }

  override async bury(conversationId: string): Promise<void> {
    const keys = [REDIS_KEYS.memory(conversationId), REDIS_KEYS.erased(conversationId)];
    await this.redis.run(BURY, keys, [this.ttlMs + TOMBSTONE_MORE_MS]);
  }

  override async doubt(): Promise<void> {
    // All replicas see the same tails, and whoever erases a conversation buries it here.
  }
}

/** The store of cache-manager-ioredis-yet, asked only while Redis answers. cache-manager itself only reads. */
function guarded(redis: RedisClient): CacheManagerStore {
  const ask = <T>(question: (store: CacheManagerStore) => Promise<T>): Promise<T> =>
    redis.use((connection) => question(storeOn(connection)));
  return {
    name: 'redis',
    get: (key) => ask((store) => store.get(key).catch(nothingIfForeign)),
    mget: (...keys) => ask((store) => store.mget(...keys)),
    set: (key, value, ttl) => ask((store) => store.set(key, value, ttl)),
    mset: (data, ttl) => ask((store) => store.mset(data, ttl)),
    del: (key) => ask((store) => store.del(key)),
    mdel: (...keys) => ask((store) => store.mdel(...keys)),
    ttl: (key) => ask((store) => store.ttl(key)),
    keys: () => ask((store) => store.keys()),
  };
}

/** What the store throws about a value that it has not written. */
const FOREIGN = /^(?:SyntaxError|TypeError|RangeError|ReplyError: WRONGTYPE)\b/;

/** Such a value is as good as none, and says nothing against Redis. */
function nothingIfForeign(error: unknown): undefined {
  if (!FOREIGN.test(String(error))) throw error;
}

function storeOn(connection: RedisConnection): CacheManagerStore {
  const store: unknown = redisInsStore(connection);
  if (!isStore(store)) throw new TypeError('cache-manager-ioredis-yet made no store');
  return store;
}

/** Its types were written for an older cache-manager. */
const isStore = (store: unknown): store is CacheManagerStore =>
  typeof store === 'object' && store !== null && 'get' in store && 'del' in store;
