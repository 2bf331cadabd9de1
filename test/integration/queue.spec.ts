import type { Environment } from '../../src/config/settings.js';
import type { TurnPointer } from '../../src/queue/turn-pointer.js';
import { TurnQueue } from '../../src/queue/turn-queue.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aPointer, type QueueApp, startQueue, whenTaken } from '../support/queue-app.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

let database: TestDatabase;
let redis: TestRedis;
const apps: QueueApp[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
});

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.stop()));
});

afterAll(async () => {
  await redis.stop();
  await database.drop();
});

const MODES: [string, () => Environment][] = [
  ['PostgreSQL', () => ({ DATABASE_URL: database.url })],
  ['Redis', () => ({ DATABASE_URL: database.url, REDIS_URL: redis.url })],
];

describe.each(MODES)(`${TurnQueue.name} on %s`, (_name, environment) => {
  async function start(role: string, handle?: (pointer: TurnPointer) => Promise<void>): Promise<QueueApp> {
    const app = await startQueue({ ...environment(), ROLE: role }, handle);
    apps.push(app);
    await eventually(async () => app.isReady() || null);
    return app;
  }

  async function offer(app: QueueApp, ...pointers: TurnPointer[]): Promise<void> {
    expect(await app.queue.offer(pointers)).toBe(true);
  }

  /** Everything that was offered before has been taken when this one is. */
  async function lastOf(app: QueueApp): Promise<TurnPointer[]> {
    const last = aPointer({ turnNo: 1000 });
    await offer(app, last);
    return eventually(async () => (app.taken.some(({ turnNo }) => turnNo === 1000) ? app.taken : null));
  }

  it('gives a pointer to a process that works', async () => {
    const web = await start('web');
    const worker = await start('worker');
    const pointer = aPointer({ turnNo: 7, attempt: 3 });

    await offer(web, pointer);

    expect(await whenTaken(worker, 1)).toEqual([pointer]);
    expect(web.taken).toEqual([]);
  });

  it('keeps pointers until somebody takes them', async () => {
    const web = await start('web');
    await offer(web, aPointer(), aPointer());
    await web.stop();

    const worker = await start('all');

    expect(await whenTaken(worker, 2)).toHaveLength(2);
  });

  it('stores a thousand pointers in one call, each of which is taken once', async () => {
    const web = await start('web');
    const workers = [await start('worker'), await start('all')];
    const pointers = Array.from({ length: 1000 }, () => aPointer());

    await offer(web, ...pointers);
    const all = await eventually(async () => {
      const found = workers.flatMap((worker) => worker.taken);
      return found.length >= 1000 ? found : null;
    }, 25_000);

    const ids = (list: TurnPointer[]): string[] => list.map(({ conversationId }) => conversationId).sort();
    expect(ids(all)).toEqual(ids(pointers));
  });

  it('keeps one of several equal pointers', async () => {
    const web = await start('web');
    const pointer = aPointer();
    await offer(web, pointer, pointer);
    await offer(web, pointer);

    const worker = await start('worker');

    expect(await lastOf(worker)).toEqual([pointer, expect.anything()]);
  });

  it('takes a pointer again that has been taken before', async () => {
    const worker = await start('all');
    const pointer = aPointer();

    await offer(worker, pointer);
    await whenTaken(worker, 1);
    await eventually(async () => {
      await offer(worker, pointer); // Swallowed as long as the first one is not quite done.
      return worker.taken.length > 1 || null;
    });

    expect((await lastOf(worker)).slice(0, 2)).toEqual([pointer, pointer]);
  });

  it('drops a pointer whose handler fails, and goes on', async () => {
    const worker = await start('all', async ({ turnNo }) => {
      if (turnNo === 13) throw new Error('no luck');
    });

    await offer(worker, aPointer({ turnNo: 13 }), aPointer({ turnNo: 14 }));
    await lastOf(worker);

    expect(worker.taken.map(({ turnNo }) => turnNo).sort()).toEqual([1000, 13, 14]);
    const log = await eventually(async () => (worker.log.length > 0 ? worker.log : null));
    expect(log).toEqual([expect.stringMatching(/^Pointer dropped: .*no luck/)]);
  });

  it('takes no more when it is told to, and still offers', async () => {
    const leaving = await start('all');
    await lastOf(leaving);
    await leaving.queue.stopTaking();
    const pointer = aPointer();

    await offer(leaving, pointer);
    const worker = await start('worker');

    expect(await whenTaken(worker, 1)).toEqual([pointer]);
    expect(leaving.taken).toHaveLength(1);
  });

  it('hands over eight pointers at a time', async () => {
    const gate = Promise.withResolvers<void>();
    const worker = await start('all', () => gate.promise);

    await offer(worker, ...Array.from({ length: 20 }, () => aPointer()));
    await whenTaken(worker, 8);
    const first = worker.taken.length;
    gate.resolve();

    expect(first).toBe(8);
    expect(await whenTaken(worker, 20)).toHaveLength(20);
  });

  it('stops while a handler hangs', async () => {
    const gate = Promise.withResolvers<void>();
    const worker = await start('all', () => gate.promise);
    await offer(worker, aPointer());
    await whenTaken(worker, 1);

    await worker.stop().finally(() => gate.resolve());

    expect(worker.log).toEqual([]);
  });
});
