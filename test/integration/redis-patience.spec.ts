import { Logger } from '@nestjs/common';
import { loadSettings } from '../../src/config/settings.js';
import { RedisClient } from '../../src/redis/redis.client.js';
import { RedisUnavailableError } from '../../src/redis/redis.errors.js';
import { available } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** Each way: an answer takes twice as long, which is more than the 150 ms that it has where nothing is set. */
const LATENCY_MS = 100;

describe('a Redis at the end of a long wire', () => {
  let server: TestRedis;
  let proxy: TcpProxy;
  let client: RedisClient;

  beforeEach(async () => {
    server = await startRedis();
    proxy = await TcpProxy.start(server.url);
  });
  afterEach(async () => {
    client.onModuleDestroy();
    await proxy.close();
    await server.stop();
  });

  /** Once the client uses it the wire becomes long. */
  async function ping(environment: Record<string, string>): Promise<string> {
    Logger.overrideLogger(false);
    client = new RedisClient(loadSettings({ REDIS_URL: proxy.url, ...environment }));
    await client.onModuleInit();
    await available(client);
    proxy.latencyMs = LATENCY_MS;
    return client.use((connection) => connection.ping());
  }

  it('is left alone by a client that has no time', async () => {
    await expect(ping({})).rejects.toThrow(RedisUnavailableError);

    expect(client.isAvailable).toBe(false);
  });

  it('is used by one that may wait for REDIS_TIMEOUT_MS', async () => {
    await expect(ping({ REDIS_TIMEOUT_MS: '1000' })).resolves.toBe('PONG');

    expect(client.isAvailable).toBe(true);
  });
});
