import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, Call, ErrorBody } from '../support/api.js';
import { API_ROUTES, requestOf } from '../support/api-routes.js';
import { runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

/** What no caller may read: stacks, files, SQL, versions, and names of classes, packages and settings. */
const INTERNALS = [
  /\bat \S+ \(|\bat (file|node):|\.[cm]?[jt]s\b|node_modules|\/src\/|\/dist\/|127\.0\.0\.1|\bv?\d+\.\d+\.\d+\b/i,
  /\b(select|insert|update|delete|returning|relation|column|constraint|syntax|null value)\b/i,
  /postgres|typeorm|nestjs|express|class-validator|class-transformer|throttler|body-parser|openai/i,
  /[A-Z]\w*(Error|Exception)\b|\bE[A-Z]{3,}\b|key-of-the-tests/,
];

const ALLOWED = ['error', 'message', 'request_id', 'details', 'retry_after'];
const IDS_OF_A_TURN = ['conversation_id', 'user_message_id', 'turn_id'];

const leaks = (body: unknown): string[] =>
  INTERNALS.flatMap((internal) => internal.exec(JSON.stringify(body))?.[0] ?? []);

function expectNoInternals({ headers, body }: Answer<ErrorBody>, allowed = ALLOWED): void {
  expect(leaks(body)).toEqual([]);
  expect(Object.keys(body).filter((key) => !allowed.includes(key))).toEqual([]);
  expect([body.error, body.message]).toEqual([
    expect.stringMatching(/^[a-z_]+$/),
    expect.stringMatching(/^[A-Z].+[.?]$/),
  ]);
  expect(body.request_id).toBe(headers.get('X-Request-Id'));
  expect(headers.get('X-Powered-By')).toBeNull();
  expect(headers.get('Server')).toBeNull();
}

const json = (fields: object): Call => ({ json: fields });
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

const HOSTILE: [what: string, path: string, call: Call][] = [
  ['no body', '/chat', { method: 'POST' }],
  ['a body that is a list', '/chat', { json: [] }],
  ['a body that is nothing', '/chat', { json: null }],
  ['a body nested too deeply', '/chat', json({ message: 'Hi', client_metadata: deep(40) })],
  ['a body too large', '/chat', json({ message: 'x'.repeat(200_000) })],
  ['a message that is an object', '/chat', json({ message: { $gt: '' } })],
  ['a message that is a list', '/chat', json({ message: [['a']] })],
  ['a message too long', '/chat', json({ message: 'x'.repeat(10_001) })],
  ['a prototype in the body', '/chat', json(Object.fromEntries([['__proto__', { a: 1 }]]))],
  ['names of objects as fields', '/chat', json({ message: 'Hi', toString: 1, hasOwnProperty: 2, then: 3 })],
  ['SQL in an id', "/conversations/1'%20OR%20'1'='1", {}],
  ['SQL in a page', '/conversations?limit=1;drop%20table%20turns', {}],
  ['SQL in a turn', "/turns/1';--", {}],
  ['a path that cannot be decoded', '/conversations/%E0%A4%A', {}],
  ['a path with NUL', '/conversations/%00', {}],
  ['a path that climbs', '/conversations/..%2f..%2fetc%2fpasswd', {}],
  ['a method that is not there', '/chat', { method: 'PUT', json: {} }],
  ['a page that is not there', '/admin', {}],
  ['another media type', '/chat', { json: {}, headers: { 'Content-Type': 'text/xml' } }],
  ['another charset', '/chat', { json: {}, headers: { 'Content-Type': 'application/json; charset=nope' } }],
  ['another encoding', '/chat', { json: {}, headers: { 'Content-Encoding': 'nope' } }],
  [
    'a body that is not what its encoding says',
    '/chat',
    { json: {}, headers: { 'Content-Encoding': 'gzip' } },
  ],
  ['a bad idempotency key', '/chat', { json: { message: 'Hi' }, headers: { 'Idempotency-Key': 'a b' } }],
  ['a token of another scheme', '/api/alice/chat', { json: {}, headers: { Authorization: 'Digest x' } }],
];

let app: AgentApp;

describe('an answer to a request that is refused', () => {
  beforeAll(async () => {
    app = await startAgentApp();
  });
  afterAll(() => app.stop());

  it('tells nothing of what stands behind it', async () => {
    for (const [what, path, call] of HOSTILE) {
      const answer = await app.client().asDevice<ErrorBody>(path, call);

      expect([what, Math.floor(answer.status / 100)]).toEqual([what, 4]);
      expectNoInternals(answer);
    }
  });

  it('tells nothing of an agent that fails', async () => {
    app.agent.script({ kind: 'status', status: 500 }, { kind: 'garbage', body: '<html>' }, { kind: 'reset' });

    for (const message of ['One', 'Two', 'Three']) {
      const answer = await app.client().failedChat(message);

      expect(answer.status).toBe(502);
      expectNoInternals(answer, [...ALLOWED, ...IDS_OF_A_TURN]);
    }
  });

  it('tells nothing of a turn that failed', async () => {
    const client = app.client();
    app.agent.script({ kind: 'garbage', body: '{"error":"openai: at x.js:1:1"}' });
    const failed = await client.failedChat('Hello');

    const { body } = await client.asDevice<ErrorBody>(`/turns/${failed.body.turn_id}`);

    expect(leaks(body)).toEqual([]);
    expect(body.error).toEqual({ error: 'agent_failed', message: failed.body.message });
  });
});

describe('an answer that meets a bug', () => {
  beforeAll(async () => {
    app = await startAgentApp();
    await runSql(app.databaseUrl, 'ALTER TABLE conversations RENAME COLUMN deleted_at TO elsewhere');
  });
  afterAll(() => app.stop());

  it.each(API_ROUTES)('tells nothing of it: %s', async (_name, route) => {
    const { path, call } = requestOf(route, { conversationId: randomUUID(), turnId: randomUUID() });
    const user = await UserClient.signIn(app.url);

    for (const answer of [
      await app.client().asDevice<ErrorBody>(path, call),
      await user.asUser<ErrorBody>(path, call),
    ]) {
      expect([answer.status, answer.body.error]).toEqual([500, 'internal_error']);
      expectNoInternals(answer);
    }
  });
});
