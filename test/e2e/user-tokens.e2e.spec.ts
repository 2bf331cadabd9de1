import { randomUUID } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { type Answer, ApiClient, type ErrorBody } from '../support/api.js';
import { TEST_JWT_SECRET } from '../support/app.js';
import { API_ROUTES, type ApiRoute, requestOf } from '../support/api-routes.js';
import { runSql } from '../support/stored-rows.js';
import { signToken, UserClient } from '../support/user-client.js';

const HISTORY: ApiRoute = { method: 'GET', path: () => '/chat/history', status: 200 };
const ROUTES = [...API_ROUTES, ['GET /chat/history', HISTORY] as const];
const IDS = { conversationId: randomUUID(), turnId: randomUUID() };

const now = Math.floor(Date.now() / 1000);

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp();
});
afterAll(() => app.stop());

function send(route: ApiRoute, userId: string, authorization?: string): Promise<Answer<ErrorBody>> {
  const { path, call } = requestOf(route, IDS);
  return new ApiClient(app.url).call(`/api/${userId}${path}`, {
    ...call,
    ...(authorization !== undefined && { headers: { Authorization: authorization } }),
  });
}

const TOKENS: [string, () => Promise<string> | string | undefined][] = [
  ['is missing', () => undefined],
  ['is empty', () => 'Bearer '],
  ['is malformed', () => 'Bearer not.a.token'],
  ['is of another scheme', () => 'Basic YWxpY2U6c2VjcmV0'],
  ['is expired', async () => `Bearer ${await signToken({ sub: 'alice', exp: now - 1 })}`],
  ['never expires', async () => `Bearer ${await signToken({ sub: 'alice', exp: undefined })}`],
  ['is not yet valid', async () => `Bearer ${await signToken({ sub: 'alice', nbf: now + 600 })}`],
  ['is nobody’s', async () => `Bearer ${await signToken({})}`],
  [
    'is signed with another secret',
    async () => `Bearer ${await signToken({ sub: 'alice' }, 'x'.repeat(32))}`,
  ],
  [
    'is of an unexpected algorithm',
    async () => `Bearer ${await signToken({ sub: 'alice' }, TEST_JWT_SECRET.repeat(2), 'HS512')}`,
  ],
  [
    'is of algorithm none',
    () => `Bearer ${new UnsecuredJWT({ sub: 'alice' }).setExpirationTime('5m').encode()}`,
  ],
];

describe.each(ROUTES)('%s below /api/{user_id}', (_name, route) => {
  it.each(TOKENS)('answers 401 where the token %s', async (_how, token) => {
    const { status, headers, body } = await send(route, 'alice', await token());

    expect([status, body.error]).toEqual([401, 'unauthenticated']);
    expect(headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });

  it('answers 401 to a device, whatever its id', async () => {
    const { path, call } = requestOf(route, IDS);

    const { status } = await app.client('alice').asDevice(`/api/alice${path}`, call);

    expect(status).toBe(401);
  });

  it('answers 403 to a good token of another user', async () => {
    const { status, body } = await send(route, 'alice', `Bearer ${await signToken({ sub: 'bob' })}`);

    expect([status, body.error]).toEqual([403, 'forbidden']);
  });
});

describe('a stranger to /api/{user_id}', () => {
  it('changes nothing, however good the rest of the request is', async () => {
    const alice = await UserClient.signIn(app.url);
    const { body } = await alice.chat('Mine');
    const path = `${alice.prefix}/conversations/${body.conversation_id}`;
    const bob = { Authorization: `Bearer ${await signToken({ sub: 'bob' })}` };
    const client = new ApiClient(app.url);

    const answers = [
      await client.call<ErrorBody>(path, { method: 'DELETE' }),
      await client.call<ErrorBody>(path, { method: 'DELETE', headers: bob }),
      await client.call<ErrorBody>(path, { method: 'PATCH', json: { title: 'Bob’s' }, headers: bob }),
      await client.call<ErrorBody>(`${alice.prefix}/chat`, { json: { message: 'Hi' }, headers: bob }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 403]);
    const [row] = await runSql(
      app.databaseUrl,
      'SELECT title, message_count FROM conversations WHERE id = $1',
      [body.conversation_id],
    );
    expect(row).toEqual({ title: 'Mine', message_count: '2' });
  });

  it('learns neither from a bad body nor from a bad id what is there', async () => {
    const bob = { Authorization: `Bearer ${await signToken({ sub: 'bob' })}` };
    const client = new ApiClient(app.url);

    const answers = [
      await client.call<ErrorBody>('/api/alice/chat', { json: { colour: 'red' } }),
      await client.call<ErrorBody>('/api/alice/chat', { json: { colour: 'red' }, headers: bob }),
      await client.call<ErrorBody>('/api/alice/conversations/abc', { headers: bob }),
      await client.call<ErrorBody>('/api/alice/nothing', { headers: bob }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 403, 403]);
  });

  it('with a user id of more than 255 characters is told so with 400', async () => {
    const long = 'a'.repeat(256);

    const { status, body } = await send(HISTORY, long, `Bearer ${await signToken({ sub: long })}`);

    expect([status, body.details?.[0]?.field]).toEqual([400, 'user_id']);
  });
});
