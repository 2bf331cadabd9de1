import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { startRedis, type TestRedis } from '../../support/redis-server.js';

/** Every value of a string becomes that of another key of its kind: the same key but for the ids in it. */
const MIX_UP = `
  local kinds = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    if redis.call('TYPE', key).ok == 'string' then
      local kind = string.gsub(key, '%x+%-%x+%-%x+%-%x+%-%x+', '')
      kinds[kind] = kinds[kind] or {}
      table.insert(kinds[kind], { key, redis.call('GET', key) })
    end
  end
  for _, entries in pairs(kinds) do
    for index, entry in ipairs(entries) do
      redis.call('SET', entry[1], entries[index % #entries + 1][2], 'KEEPTTL')
    end
  end`;
/** Gives the keys that are still there the values named. */
const PUT_BACK = `
  for index, key in ipairs(KEYS) do
    if redis.call('EXISTS', key) == 1 then redis.call('SET', key, ARGV[index], 'KEEPTTL') end
  end`;
/** Everything that is stored, as text: keys and values of every type. */
const DUMP = `
  local reads = { string = { 'GET' }, hash = { 'HGETALL' }, list = { 'LRANGE', 0, -1 }, set = { 'SMEMBERS' },
                  zset = { 'ZRANGE', 0, -1 }, stream = { 'XRANGE', '-', '+' } }
  local texts = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local read = reads[redis.call('TYPE', key).ok]
    table.insert(texts, key .. ' ' .. cjson.encode(redis.call(read[1], key, unpack(read, 2))))
  end
  return texts`;

/** The Redis of a run. What its replicas believe in may vanish, hang, age or be mixed up. */
export class FaultRedis {
  private constructor(private server: TestRedis) {}

  static async start(): Promise<FaultRedis> {
    return new FaultRedis(await startRedis());
  }

  get url(): string {
    return this.server.url;
  }

  /** `kill -9`; an empty one is there after `goneMs`. */
  async crash(goneMs: number): Promise<void> {
    const { port } = this.server;
    await this.server.stop();
    await delay(goneMs);
    // The port may not be free at once.
    this.server = await eventually(() => startRedis({ port }).catch(() => null));
  }

  /** Pauses the server itself: connections stay open, and nothing comes. */
  async pause(ms: number): Promise<void> {
    this.server.signal('SIGSTOP');
    await delay(ms);
    this.server.signal('SIGCONT');
  }

  async flush(): Promise<void> {
    await this.ask((client) => client.flushall());
  }

  async mixUp(): Promise<void> {
    await this.ask((client) => client.eval(MIX_UP, 0));
  }

  /** Gives every string that is still there the value that it has now again after `ms`. */
  async age(ms: number): Promise<void> {
    await this.ask(async (client) => {
      const entries = await stringsOf(client);
      await delay(ms);
      await client.eval(
        PUT_BACK,
        entries.length,
        ...entries.map(([key]) => key),
        ...entries.map(([, value]) => value),
      );
    });
  }

  /** Keys with their values. */
  async dump(): Promise<string[]> {
    const texts = await this.ask((client) => client.eval(DUMP, 0));
    return Array.isArray(texts) ? texts.map(String) : [];
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url).on('error', () => undefined);
    return question(client).finally(() => client.disconnect());
  }
}

async function stringsOf(client: Redis): Promise<[key: string, value: string][]> {
  const keys = await client.keys('*');
  const values = await Promise.all(keys.map((key) => client.get(key).catch(() => null))); // Other types refuse.
  return keys.flatMap((key, index) => {
    const value = values[index] ?? null;
    return value === null ? [] : [[key, value]];
  });
}
