import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { outputUpTo } from '../support/server-log.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const TOKEN = 'scraping-is-allowed';
const DEVICE = 'f3b0c442-98fc-4c14-9afb-f4c8996fb924';

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await cloneDatabase();
  server = await startServer({ databaseUrl: database.url, env: { METRICS_TOKEN: TOKEN } });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const chat = (message: string) =>
  fetch(`${server.url}/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message, device_id: DEVICE }),
  });

describe('the log of a running Parley', () => {
  it('begins with where it listens: what Nest says of its start is for debug', async () => {
    const env = { JWT_SECRET: 'a secret of at least thirty-two bytes' };
    const quiet = await startServer({ databaseUrl: database.url, env });
    const talkative = await startServer({ databaseUrl: database.url, env: { ...env, LOG_LEVEL: 'debug' } });
    await outputUpTo(talkative, '"context":"RouterExplorer","msg":"Mapped');
    await Promise.all([quiet.stop(), talkative.stop()]);

    expect(quiet.output()).toBe(
      `Parley listens on ${quiet.url}\n  chat page  ${quiet.url}/\n  API docs   ${quiet.url}/docs\n  health     ${quiet.url}/health\n`,
    );
    expect(talkative.output()).not.toMatch(/"level":"info".*"context":"RouterExplorer"/);
  });

  it('holds neither the text of a message nor a device id nor the address of the database', async () => {
    await (await chat('the parrot is called Archibald')).text();
    await (await fetch(`${server.url}/conversations?device_id=${DEVICE}`)).text();
    await (await fetch(`${server.url}/nothing-here?device_id=${DEVICE}`)).text();

    const output = await outputUpTo(server, '"path":"/nothing-here"');
    expect(output).toContain('"path":"/conversations"');
    expect(output).not.toMatch(/parrot|f3b0c442/);
    expect(output).not.toContain(database.url);
  });
});

describe('GET /metrics', () => {
  it.each([undefined, 'Bearer wrong', TOKEN])(
    'answers 401 to the authorization %s',
    async (authorization) => {
      const answer = await fetch(`${server.url}/metrics`, {
        headers: authorization ? { authorization } : {},
      });

      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: 'unauthenticated' });
    },
  );

  it('shows the figures to who bears METRICS_TOKEN', async () => {
    await (await chat('Hello')).text();

    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });

    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toMatch(/^parley_turn_duration_seconds_count\{outcome="answered"\} [1-9]/m);
    expect(text).toMatch(/^parley_turn_queue_seconds_count [1-9]/m);
    expect(text).toMatch(
      /^parley_database_statement_duration_seconds_count\{statement="accept_new_device_id"\} [1-9]/m,
    );
  });
});

describe('GET /health', () => {
  it.each(['', '/live', '/ready', '/startup'])('is ok at /health%s', async (page) => {
    const answer = await fetch(`${server.url}/health${page}`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'ok' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('ratelimit-limit')).toBeNull();
  });
});
