import pg from 'pg';
import { TurnQueue } from '../../src/queue/turn-queue.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aPointer, lossesOf, type QueueApp, startQueue, whenTaken } from '../support/queue-app.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe(`${TurnQueue.name} and a PostgreSQL that fails`, () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  const apps: QueueApp[] = [];

  beforeEach(async () => {
    database = await cloneDatabase();
    proxy = await TcpProxy.start(database.url);
  });

  afterEach(async () => {
    proxy.resume();
    await Promise.all(apps.splice(0).map((app) => app.stop()));
    await proxy.close();
    await database.drop();
  });

  async function start(...args: Parameters<typeof startQueue> | []): Promise<QueueApp> {
    const [environment = {}, handle] = args;
    const app = await startQueue({ DATABASE_URL: proxy.url, ...environment }, handle);
    apps.push(app);
    return app;
  }

  async function execute(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  const offered = (app: QueueApp): Promise<true> =>
    eventually(async () => (await app.queue.offer([aPointer()])) || null);

  it('makes its tables where they are missing, however many processes start at once', async () => {
    await execute('DROP SCHEMA IF EXISTS bullmq CASCADE');

    const started = await Promise.all([start(), start(), start(), start({ ROLE: 'web' })]);
    for (const app of started) await offered(app);

    await eventually(async () => (started.flatMap(({ taken }) => taken).length >= 4 ? true : null));
    expect(started.flatMap(lossesOf)).toEqual([]);
  });

  it('starts while it hangs, refuses offers, and works when it wakes', async () => {
    proxy.hang();
    const app = await start();

    expect(await app.queue.offer([aPointer()])).toBe(false);
    proxy.resume();
    await offered(app);

    await whenTaken(app, 1);
    expect(lossesOf(app)).toHaveLength(1);
  });

  it('is used again after its connections were ended', async () => {
    const app = await start();
    await offered(app);
    await whenTaken(app, 1);

    await execute(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await offered(app);

    expect(await whenTaken(app, 2)).toHaveLength(app.taken.length);
  });

  it.each([
    ['hangs', () => proxy.hang()],
    ['is gone', () => proxy.cut()],
  ])('stops while it %s', async (_name, fail) => {
    const app = await start();
    await offered(app);
    await whenTaken(app, 1);
    fail();

    await app.queue.stopTaking();
    await app.stop();

    expect(await app.queue.offer([aPointer()])).toBe(false);
  });

  it('gives the pointer of a worker that died to another', async () => {
    const pointer = aPointer();
    const gate = Promise.withResolvers<void>();
    const dying = await start({}, () => gate.promise);
    await dying.queue.offer([pointer]);
    await whenTaken(dying, 1);
    await dying.stop();
    await letTheLockExpire();

    const other = await start();

    expect(await whenTaken(other, 1)).toEqual([pointer]);
    gate.resolve();
  });

  /** As half a minute would, and the first of the two looks with which BullMQ finds a job that nobody holds. */
  const letTheLockExpire = (): Promise<void> =>
    execute(`UPDATE bullmq.job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active';
      DELETE FROM bullmq.meta WHERE field = 'stalled-check'`);
});
