import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ErrorBody } from '../support/api.js';
import type {
  ConversationItem,
  ConversationListBody,
  MessagePageBody,
  TurnBody,
} from '../support/api-bodies.js';
import { API_ROUTES, type ApiRoute, requestOf, type RouteIds } from '../support/api-routes.js';
import { UserClient } from '../support/user-client.js';

let app: AgentApp;
let user: UserClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(async () => {
  app.agent.reset();
  user = await UserClient.signIn(app.url);
});
afterAll(() => app.stop());

async function conversation(): Promise<RouteIds> {
  const { body } = await user.chat('Hello there');
  return { conversationId: body.conversation_id, turnId: body.metadata.turn_id };
}

const send = <Body>(route: ApiRoute, ids: RouteIds, fields: object = {}): Promise<Answer<Body>> => {
  const { path, call } = requestOf(route, ids);
  return user.asUser(path, { ...call, ...(route.json && { json: { ...route.json(ids), ...fields } }) });
};

const WITH_BODY = API_ROUTES.filter(([, { json }]) => json);

describe.each(API_ROUTES)('%s below /api/{user_id}', (_name, route) => {
  it('serves the user by the token alone', async () => {
    expect((await send(route, await conversation())).status).toBe(route.status);
  });
});

describe.each(WITH_BODY)('%s below /api/{user_id}', (_name, route) => {
  it('refuses a device_id in the body with 400: it is an unknown field', async () => {
    const { status, body } = await send<ErrorBody>(route, await conversation(), { device_id: 'phone' });

    expect([status, body.details]).toEqual([400, [{ field: 'device_id', message: 'is not a known field' }]]);
  });
});

describe('the user contract', () => {
  it('opens, lists, shows, pages, renames and erases as the device contract does', async () => {
    const { conversationId } = await conversation();
    const path = `/conversations/${conversationId}`;

    const opened = await user.asUser<ConversationItem>('/conversations', { json: { title: 'Empty' } });
    const list = await user.asUser<ConversationListBody>('/conversations?limit=1');
    const page = await user.asUser<MessagePageBody>(`${path}/messages?limit=1`);
    const renamed = await user.asUser<ConversationItem>(path, { method: 'PATCH', json: { title: 'New' } });
    const erased = await user.asUser(path, { method: 'DELETE' });
    const again = await user.asUser<ErrorBody>(path, { method: 'DELETE' });

    expect([opened.status, opened.body.title, opened.body.platform]).toEqual([201, 'Empty', 'web']);
    expect(list.body).toEqual({ conversations: [opened.body], total: 2, limit: 1, offset: 0 });
    expect(page.body).toMatchObject({ conversation_id: conversationId, total: 2, has_more: true });
    expect([renamed.status, renamed.body.title]).toEqual([200, 'New']);
    expect([erased.status, erased.body]).toEqual([200, { id: conversationId, deleted: true }]);
    expect([again.status, again.body.error]).toEqual([404, 'conversation_not_found']);
  });

  it('takes platform and client_metadata like the device contract, and not messenger', async () => {
    const { body } = await user.chat('Hello', { platform: 'api', client_metadata: { page: 1 } });
    const messenger = await user.asUser<ErrorBody>('/chat', {
      json: { message: 'Hello', platform: 'messenger' },
    });

    const list = await user.asUser<ConversationListBody>('/conversations');
    const page = await user.asUser<MessagePageBody>(`/conversations/${body.conversation_id}/messages`);
    expect(list.body.conversations.map(({ platform }) => platform)).toEqual(['api']);
    expect(page.body.messages[0]?.metadata).toEqual({ page: 1 });
    expect([messenger.status, messenger.body.details?.[0]?.field]).toEqual([400, 'platform']);
  });

  it('opens the primary conversation on the platform that the message names', async () => {
    await user.chat('Hello', { conversation_id: 'primary', platform: 'api' });

    const { body } = await user.asUser<ConversationListBody>('/conversations');

    expect(body.conversations.map(({ platform }) => platform)).toEqual(['api']);
  });

  it.each([
    'alice',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    'tante käthe+1@example.org',
    'a/b?c#d%2F',
    '😀'.repeat(255),
    '<b>"x\'',
    ' ',
  ])('serves the user id %j, compared exactly', async (userId) => {
    user = await UserClient.signIn(app.url, userId);

    const chat = await user.chat('Hello');

    expect(chat.status).toBe(200);
    expect((await user.asUser<ConversationListBody>('/conversations')).body.total).toBe(1);
  });

  it('keeps users apart whose ids differ in letter case or white space', async () => {
    await user.chat('Hello');

    for (const userId of [user.userId.toUpperCase(), `${user.userId} `]) {
      const other = await UserClient.signIn(app.url, userId);
      expect((await other.asUser<ConversationListBody>('/conversations')).body.total).toBe(0);
    }
  });
});

describe('the Location of a 202', () => {
  it.each(['alice', 'a/b c|ä'])('leads below the prefix of the user %j', async (userId) => {
    user = await UserClient.signIn(app.url, userId);
    const headers = { Prefer: 'respond-async' };

    const accepted = await user.asUser<TurnBody>('/chat', { json: { message: 'Later' }, headers });

    expect(accepted.status).toBe(202);
    const location = accepted.headers.get('Location') ?? '';
    expect(location).toBe(`/api/${encodeURIComponent(userId)}/turns/${accepted.body.id}`);
    const turn = await user.asUser<TurnBody>(location.slice(user.prefix.length));
    expect([turn.status, turn.body.id]).toEqual([200, accepted.body.id]);
    expect(Object.keys(turn.body)).toEqual(Object.keys(accepted.body));
  });

  it('leads a device below no prefix', async () => {
    const client = app.client();
    const headers = { Prefer: 'respond-async' };
    const json = { message: 'Later' };

    const accepted = await client.asDevice<TurnBody>('/chat', { method: 'POST', json, headers });

    expect([accepted.status, accepted.headers.get('Location')]).toEqual([202, `/turns/${accepted.body.id}`]);
    expect((await client.asDevice(`/turns/${accepted.body.id}`)).status).toBe(200);
  });
});
