import { Redis } from 'ioredis';
import { TurnQueue } from '../../src/queue/turn-queue.service.js';
import { eventually } from '../support/eventually.js';
import { aPointer, lossesOf, type QueueApp, startQueue, whenTaken } from '../support/queue-app.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

describe(`${TurnQueue.name} and a Redis that fails`, () => {
  let redis: TestRedis;
  const apps: QueueApp[] = [];

  beforeEach(async () => {
    redis = await startRedis();
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.stop()));
    await redis.stop();
  });

  async function start(...args: Parameters<typeof startQueue> | []): Promise<QueueApp> {
    const [environment = {}, handle] = args;
    const app = await startQueue({ REDIS_URL: redis.url, ...environment }, handle);
    apps.push(app);
    return app;
  }

  async function startReady(...args: Parameters<typeof startQueue> | []): Promise<QueueApp> {
    const app = await start(...args);
    await eventually(async () => app.isReady() || null);
    return app;
  }

  const offered = (app: QueueApp): Promise<true> =>
    eventually(async () => (await app.queue.offer([aPointer()])) || null);

  it('starts without it, refuses offers, and works when it comes', async () => {
    await redis.stop();
    const app = await start();

    expect(await app.queue.offer([aPointer()])).toBe(false);
    redis = await eventually(() => startRedis({ port: redis.port }).catch(() => null));
    await offered(app);

    expect(await whenTaken(app, 1)).toHaveLength(1);
    expect(lossesOf(app)).toHaveLength(1);
  });

  it('is used again after a restart of it, and tells of the outage once', async () => {
    const app = await startReady();
    await redis.stop();
    await eventually(async () => ((await app.queue.offer([aPointer()])) ? null : true));

    redis = await eventually(() => startRedis({ port: redis.port }).catch(() => null));
    await offered(app);

    expect(await whenTaken(app, 1)).toHaveLength(1);
    expect(lossesOf(app)).toHaveLength(1);
  });

  it('refuses offers while it hangs', async () => {
    const app = await startReady();
    redis.signal('SIGSTOP');

    expect(await app.queue.offer([aPointer()])).toBe(false);
    expect(await app.queue.offer([aPointer()])).toBe(false);

    redis.signal('SIGCONT');
    await offered(app);
    await whenTaken(app, 1);
  });

  it('starts, and stops, while it hangs', async () => {
    redis.signal('SIGSTOP');
    const app = await start();

    await app.stop();

    expect(lossesOf(app)).toEqual([]);
  });

  it.each([
    ['hangs', async () => redis.signal('SIGSTOP')],
    ['is gone', () => redis.stop()],
  ])('stops while it %s', async (_name, fail) => {
    const app = await startReady();
    await offered(app);
    await fail();
    await app.queue.offer([aPointer()]);

    await app.queue.stopTaking();
    await app.stop();

    expect(app.isReady()).toBe(false);
  });

  it('gives the pointer of a worker that died to another', async () => {
    const pointer = aPointer();
    const gate = Promise.withResolvers<void>();
    const dying = await startReady({}, () => gate.promise);
    await dying.queue.offer([pointer]);
    await whenTaken(dying, 1);
    await dying.stop();
    await letTheLockExpire(pointer);

    const other = await startReady();

    expect(await whenTaken(other, 1)).toEqual([pointer]);
    gate.resolve();
  });

  /** As half a minute would, and the first of the two looks with which BullMQ finds a job that nobody holds. */
  async function letTheLockExpire({
    conversationId,
    turnNo,
    attempt,
  }: ReturnType<typeof aPointer>): Promise<void> {
    const id = `${conversationId}-${turnNo}-${attempt}`;
    const client = new Redis(redis.url);
    await client.del(`{parley}:turns:${id}:lock`, '{parley}:turns:stalled-check');
    await client.sadd('{parley}:turns:stalled', id);
    client.disconnect();
  }
});
