import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const TOKEN = 'scraping-is-allowed';
const DEVICE = 'f3b0c442-98fc-4c14-9afb-f4c8996fb924';
const REQUEST_ID = 'operations.spec-1';

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
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': REQUEST_ID },
    body: JSON.stringify({ message, device_id: DEVICE }),
  });

/** What has reached us through the pipe once `last` has; the server writes lines in order. */
async function outputUpTo(last: string): Promise<string> {
  while (!server.output().includes(last)) await new Promise((resolve) => setImmediate(resolve));
  return server.output();
}

describe('the log of a running Parley', () => {
  it('tells the story of a message in order, under its request id', async () => {
    await (await chat('Hello, how are you?')).text();

    const events = [
      ...(await outputUpTo('"response_sent"')).matchAll(/"event_type":"(\w+)".*?"request_id":"([^"]+)"/g),
    ];
    expect(events.map(([, type]) => type)).toEqual([
      'message_received',
      'intent_classified',
      'response_generated',
      'response_sent',
    ]);
    expect(new Set(events.map(([, , id]) => id))).toEqual(new Set([REQUEST_ID]));
  });

  it('holds neither the text of a message nor a device id nor the address of the database', async () => {
    await (await chat('the parrot is called Archibald')).text();
    await (await fetch(`${server.url}/conversations?device_id=${DEVICE}`)).text();
    await (await fetch(`${server.url}/nothing-here?device_id=${DEVICE}`)).text();

    const output = await outputUpTo('"path":"/nothing-here"');
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
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });

    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/parley_turn_duration_seconds_count\{outcome="answered"\} [1-9]/);
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
