import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { loadSettings } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { NotificationsClient } from '../../src/database/notifications.client.js';
import { CHANNELS } from '../../src/database/notifications.js';
import type { RedisClient } from '../../src/redis/redis.client.js';
import { RedisNotifications } from '../../src/redis/redis-notifications.client.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { available, leftAlone, startClient } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { openDataSource } from '../support/turn-lab.js';

const CHANNEL = CHANNELS.turnFinished;
/** A process, as far as it wakes others. */
class Waker {
  readonly heard: string[] = [];

  private constructor(
    readonly redis: RedisClient,
    private readonly dataSource: DataSource,
    private readonly postgres: NotificationsClient,
    private readonly notifications: RedisNotifications,
  ) {
    notifications.on(CHANNEL, (payload) => this.heard.push(payload));
  }

  static async start(databaseUrl: string, redisUrl?: string): Promise<Waker> {
    const settings = loadSettings({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
    const redis = await startClient(redisUrl);
    const dataSource = await openDataSource(databaseUrl);
    const postgres = new NotificationsClient(settings, new DatabaseClient(dataSource));
    const notifications = new RedisNotifications(redis, postgres, settings);
    const waker = new Waker(redis, dataSource, postgres, notifications);
    await postgres.onApplicationBootstrap();
    notifications.onApplicationBootstrap();
    return waker;
  }

  send(payload: string): Promise<void> {
    return this.notifications.send(CHANNEL, payload);
  }

  /** Everything that it has heard, once that is among it. */
  heardUpTo(payload: string): Promise<string[]> {
    return eventually(async () => (this.heard.includes(payload) ? this.heard : null));
  }

  async stop(): Promise<void> {
    this.redis.onModuleDestroy();
    this.notifications.onApplicationShutdown();
    await this.postgres.onApplicationShutdown();
    await this.dataSource.destroy();
  }
}

describe(RedisNotifications.name, () => {
  let database: TestDatabase;
  let server: TestRedis;
  let redis: Redis;
  let one: Waker;
  let other: Waker;

  beforeEach(async () => {
    [database, server] = await Promise.all([cloneDatabase(), startRedis()]);
    redis = new Redis(server.url);
    redis.on('error', () => undefined); // Some tests end its server.
    one = await Waker.start(database.url, server.url);
    other = await Waker.start(database.url, server.url);
    await available(one.redis);
    await listeners(2);
  });

  afterEach(async () => {
    await Promise.all([one.stop(), other.stop()]);
    redis.disconnect();
    await server.stop();
    await database.drop();
  });

  /** Comes back when that many processes listen in Redis. */
  const listeners = (count: number): Promise<true> =>
    eventually(async () => {
      const answer = await redis.pubsub('NUMSUB', CHANNEL);
      return answer[1] === count || null;
    });

  it('reaches every process once, by Redis alone', async () => {
    await one.send('first');
    await one.send('second');

    expect(await other.heardUpTo('second')).toEqual(['first', 'second']);
    expect(await one.heardUpTo('second')).toEqual(['first', 'second']);
  });

  it('goes by PostgreSQL while Redis is away', async () => {
    await server.stop();
    await leftAlone(one.redis);

    await one.send('first');

    expect(await other.heardUpTo('first')).toEqual(['first']);
  });

  it('goes by PostgreSQL at once where Redis has just gone', async () => {
    server.signal('SIGSTOP');

    await one.send('first');

    const wasAvailable = one.redis.isAvailable;
    expect(await other.heardUpTo('first')).toEqual(['first']);
    expect(wasAvailable).toBe(false);
    server.signal('SIGCONT');
  });

  it('reaches by PostgreSQL whom another process without Redis wakes', async () => {
    const without = await Waker.start(database.url);

    await without.send('first');

    expect(await other.heardUpTo('first')).toEqual(['first']);
    await without.stop();
  });

  it('reaches a process again whose connection was ended', async () => {
    await redis.client('KILL', 'TYPE', 'pubsub');
    await listeners(2);

    await one.send('first');

    expect(await other.heardUpTo('first')).toEqual(['first']);
  });

  it('goes by Redis again when that is back at its place', async () => {
    const { port } = server;
    await server.stop();
    await leftAlone(one.redis);
    server = await eventually(() => startRedis({ port }).catch(() => null));
    await Promise.all([available(one.redis), listeners(2)]);
    const before = await published();

    await one.send('first');

    expect(await other.heardUpTo('first')).toEqual(['first']);
    expect((await published()) - before).toBe(1);
  });

  it('reaches a process again whose wire has died without a word', async () => {
    const proxy = await TcpProxy.start(server.url);
    const behind = await Waker.start(database.url, proxy.url);
    await listeners(3);
    proxy.hang();
    proxy.abandon();
    await one.send('lost');

    await eventually(async () => {
      await one.send('again');
      return behind.heard.length > 0 || null;
    });

    expect(new Set(behind.heard)).toEqual(new Set(['again']));
    await behind.stop();
    await proxy.close();
  });

  it.each([
    ['an empty list', '*0\r\n'],
    ['a number', ':1\r\n'],
    ['a list of nothing', '*3\r\n$-1\r\n$-1\r\n$-1\r\n'],
    ['a subscription without a channel', '*1\r\n$9\r\nsubscribe\r\n'],
    ['what is no reply', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('outlives %s in the place of a reply, and is reached again', async (_what, reply) => {
    const proxy = await TcpProxy.start(server.url);
    const behind = await Waker.start(database.url, proxy.url);
    await listeners(3);

    let isGarbled = false;
    proxy.tamper = (piece) => {
      if (!piece.includes('garbled')) return piece;
      isGarbled = true;
      return Buffer.from(reply);
    };
    await one.send('garbled');
    await eventually(async () => isGarbled || null);
    proxy.heal();

    await eventually(async () => {
      await one.send('again');
      return behind.heard.includes('again') || null;
    });
    await behind.stop();
    await proxy.close();
  });

  it('leaves nobody in Redis when it stops', async () => {
    await other.stop();

    await listeners(1);
    other = await Waker.start(database.url, server.url);
  });

  /** How often something was published. */
  async function published(): Promise<number> {
    const figures = await redis.info('commandstats');
    return Number(/^cmdstat_publish:calls=(\d+)/m.exec(figures)?.[1] ?? 0);
  }
});
