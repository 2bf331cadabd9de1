import type { Answer, ApiClient, Call } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { insertConversations } from '../support/stored-rows.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const TEST_MS = 60_000;
const CONVERSATIONS = 2;

describe('connections to PostgreSQL that died without a word', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestApp;
  let client: ApiClient;
  let ids: string[];

  beforeEach(async () => {
    database = await cloneDatabase();
    proxy = await TcpProxy.start(database.url);
    app = await startApp({ database: { ...database, url: proxy.url } });
    client = app.client();
    ids = await insertConversations(database.url, { deviceId: client.deviceId, count: CONVERSATIONS });
  });

  afterEach(async () => {
    await app.stop();
    await proxy.close();
    await database.drop();
  });

  /** One request of every kind that reads or writes outside a turn, all at once; their statuses. */
  async function askEverything(): Promise<number[]> {
    const [kept = '', erased = ''] = ids;
    const answers = await Promise.all<Answer<unknown>>(
      [
        { path: '/conversations' },
        { path: `/conversations/${kept}` },
        { path: `/conversations/${kept}/messages` },
        { path: `/conversations/${kept}`, method: 'PATCH', json: { title: 'New name' } } as const,
        { path: `/conversations/${erased}`, method: 'DELETE' } as const,
      ].map(({ path, ...call }: { path: string } & Call) => client.asDevice(path, call)),
    );
    return answers.map(({ status }) => status);
  }

  /** Waits for that status of the readiness page. */
  const readiness = (expected: number): Promise<number> =>
    eventually(async () => {
      const { status } = await client.asDevice('/health/ready');
      return status === expected ? status : null;
    });

  it(
    'are never asked a second time: all is answered at once when the server is there again',
    async () => {
      await readiness(200);
      proxy.hang();

      const meanwhile = await askEverything();
      await readiness(503);
      proxy.abandon();
      const afterwards = await askEverything();

      expect(meanwhile).toEqual([503, 503, 503, 503, 503]);
      expect(afterwards).toEqual([200, 200, 200, 200, 200]);
      expect(await readiness(200)).toBe(200);
    },
    TEST_MS,
  );
});
