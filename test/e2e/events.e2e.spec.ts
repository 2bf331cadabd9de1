import { z } from 'zod';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventsIn, eventsOf, outputUpTo } from '../support/server-log.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const DEVICE = 'f3b0c442-98fc-4c14-9afb-f4c8996fb924';
const REQUEST_ID = 'events.spec-1';

const conversation = z.looseObject({ conversation_id: z.uuid() });

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await cloneDatabase();
  server = await startServer({ databaseUrl: database.url });
}, 120_000);

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

describe('the events of a message', () => {
  it('tell its story in order, under the request id and in one conversation', async () => {
    const body = conversation.parse(await (await chat('Hello, how are you?')).json());

    const events = await eventsOf(server, REQUEST_ID);
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

    expect(await eventsOf(server, 'first')).toContainEqual(
      expect.objectContaining({ event_type: 'message_received' }),
    );
    expect((await eventsOf(server, 'replay')).map(({ event_type: type }) => type)).toEqual(['response_sent']);
  });

  it.each([
    ['unknown-field', 400, { unknown: 1 }],
    ['blank', 400, { message: ' ' }],
    ['no-conversation', 404, { conversation_id: '01936f6e-0000-7000-8000-000000000001' }],
  ])('do not begin where the request is refused: %s', async (requestId, status, fields) => {
    const answer = await chat('Hello', { 'X-Request-Id': requestId }, fields);

    expect(answer.status).toBe(status);
    expect(await eventsOf(server, requestId)).toEqual([]);
  });
});

describe('the event of a refusal by rate', () => {
  it('names by its hash the owner whose budget is spent, and nobody where the address has spent it', async () => {
    const env = { RATE_LIMIT_PER_DEVICE: '1', RATE_LIMIT_PER_IP: '2' };
    const unspent = await cloneDatabase();
    const limited = await startServer({ databaseUrl: unspent.url, env });
    const statuses: number[] = [];
    for (const requestId of ['passes', 'spent', 'address']) {
      const headers = { 'X-Device-Id': DEVICE, 'X-Request-Id': requestId };
      statuses.push((await fetch(`${limited.url}/conversations`, { headers })).status);
    }
    await outputUpTo(limited, '"request_id":"address"');
    await limited.stop();
    await unspent.drop();

    expect(statuses).toEqual([200, 429, 429]);
    expect(eventsIn(limited.output())).toMatchObject([
      { event_type: 'rate_limited', request_id: 'spent', owner: expect.stringMatching(/^[0-9a-f]{32}$/) },
      { event_type: 'rate_limited', request_id: 'address', owner: null },
    ]);
  });
});
