import { Client } from 'pg';
import { loadSettings } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { NotificationsClient } from '../../src/database/notifications.client.js';
import { CHANNELS } from '../../src/database/notifications.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { openDataSource } from '../support/turn-lab.js';

const END_LISTENERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'LISTEN%'`;

describe(NotificationsClient.name, () => {
  let database: TestDatabase;
  let notifications: NotificationsClient;
  let close: () => Promise<void>;

  beforeEach(async () => {
    database = await cloneDatabase();
    const dataSource = await openDataSource(database.url);
    const settings = loadSettings({ DATABASE_URL: database.url });
    notifications = new NotificationsClient(settings, new DatabaseClient(dataSource));
    close = () => dataSource.destroy();
  });

  afterEach(async () => {
    await notifications.onApplicationShutdown();
    await close();
    await database.drop();
  });

  const heard = (): Promise<string> =>
    new Promise((resolve) => notifications.on(CHANNELS.workWaiting, resolve));

  it('delivers what any process sends on a channel', async () => {
    const payload = heard();
    await notifications.onApplicationBootstrap();

    await notifications.send(CHANNELS.workWaiting, 'a conversation');

    await expect(payload).resolves.toBe('a conversation');
  });

  it('comes back when its connection is ended, tells of the gap, and delivers again', async () => {
    const gap = new Promise<void>((resolve) => notifications.onGap(resolve));
    const payload = heard();
    await notifications.onApplicationBootstrap();

    const killer = new Client({ connectionString: database.url });
    await killer.connect();
    await killer.query(END_LISTENERS);
    await killer.end();
    await gap;
    await notifications.send(CHANNELS.workWaiting, 'a conversation');

    await expect(payload).resolves.toBe('a conversation');
  });

  it('tells of no gap at its first connection', async () => {
    const gaps: string[] = [];
    notifications.onGap(() => gaps.push('gap'));

    await notifications.onApplicationBootstrap();

    expect(gaps).toEqual([]);
  });
});
