import { z } from 'zod';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const TOKEN = 'scraping-is-allowed';
const DEVICE = 'f3b0c442-98fc-4c14-9afb-f4c8996fb924';
const REQUEST_ID = 'operations.spec-1';

const conversation = z.looseObject({ conversation_id: z.uuid() });
const event = z.looseObject({
  event_type: z.string(),
  request_id: z.string().nullable(),
  conversation_id: z.uuid().nullable(),
  owner: z.string().nullable(),
});
type LoggedEvent = z.infer<typeof event>;

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

const chat = (message: string, headers: Record<string, string> = {}, fields: object = {}) =>
  fetch(`${server.url}/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': REQUEST_ID, ...headers },
    body: JSON.stringify({ message, device_id: DEVICE, ...fields }),
  });

/** What has reached us through the pipe once `last` has; the server writes lines in order. */
async function outputUpTo(last: string, of = server): Promise<string> {
  while (!of.output().includes(last)) await new Promise((resolve) => setImmediate(resolve));
  return of.output();
}

/** The events of a request that was answered, oldest first. */
async function eventsOf(requestId: string): Promise<LoggedEvent[]> {
  const marker = `after.${requestId}`;
  await (await fetch(`${server.url}/nowhere`, { headers: { 'X-Request-Id': marker } })).text();
  const output = await outputUpTo(`"request_id":"${marker}"`);
  return eventsIn(output).filter((one) => one.request_id === requestId);
}

const eventsIn = (output: string): LoggedEvent[] =>
  output
    .split('\n')
    .filter((line) => line.includes('"event_type"'))
    .map((line) => event.parse(JSON.parse(line)));

describe('the events of a message', () => {
  it('tell its story in order, under the request id and in one conversation', async () => {
    const body = conversation.parse(await (await chat('Hello, how are you?')).json());

    const events = await eventsOf(REQUEST_ID);
    expect(events.map(({ event_type: type }) => type)).toEqual([
      'message_received',
      'intent_classified',
      'response_generated',
      'response_sent',
    ]);
    expect(new Set(events.map((one) => one.conversation_id))).toEqual(new Set([body.conversation_id]));
    expect(new Set(events.map((one) => one.owner)).size).toBe(1);
  });

  it('tell once that it was received, and each time that its answer was sent', async () => {
    const key = { 'Idempotency-Key': 'operations' };
    await (await chat('Hello again', { ...key, 'X-Request-Id': 'first' })).text();
    await (await chat('Hello again', { ...key, 'X-Request-Id': 'replay' })).text();

    expect(await eventsOf('first')).toContainEqual(
      expect.objectContaining({ event_type: 'message_received' }),
    );
    expect((await eventsOf('replay')).map(({ event_type: type }) => type)).toEqual(['response_sent']);
  });

  it.each([
    ['unknown-field', 400, { unknown: 1 }],
    ['blank', 400, { message: ' ' }],
    ['no-conversation', 404, { conversation_id: '01936f6e-0000-7000-8000-000000000001' }],
  ])('do not begin where the request is refused: %s', async (requestId, status, fields) => {
    const answer = await chat('Hello', { 'X-Request-Id': requestId }, fields);

    expect(answer.status).toBe(status);
    expect(await eventsOf(requestId)).toEqual([]);
  });
});

describe('the event of a refusal by rate', () => {
  it('names by its hash the owner whose budget is spent, and nobody where the address has spent it', async () => {
    const env = { RATE_LIMIT_PER_DEVICE: '1', RATE_LIMIT_PER_IP: '2' };
    const limited = await startServer({ databaseUrl: database.url, env });
    const statuses: number[] = [];
    for (const requestId of ['passes', 'spent', 'address']) {
      const headers = { 'X-Device-Id': DEVICE, 'X-Request-Id': requestId };
      statuses.push((await fetch(`${limited.url}/conversations`, { headers })).status);
    }
    await outputUpTo('"request_id":"address"', limited);
    await limited.stop();

    expect(statuses).toEqual([200, 429, 429]);
    expect(eventsIn(limited.output())).toMatchObject([
      { event_type: 'rate_limited', request_id: 'spent', owner: expect.stringMatching(/^[0-9a-f]{32}$/) },
      { event_type: 'rate_limited', request_id: 'address', owner: null },
    ]);
  });
});

describe('the log of a running Parley', () => {
  it('begins with where it listens: what Nest says of its start is for debug', async () => {
    const env = { JWT_SECRET: 'a secret of at least thirty-two bytes' };
    const quiet = await startServer({ databaseUrl: database.url, env });
    const talkative = await startServer({ databaseUrl: database.url, env: { ...env, LOG_LEVEL: 'debug' } });
    await outputUpTo('"context":"RouterExplorer","msg":"Mapped', talkative);
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
