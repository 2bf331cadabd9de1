import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import type { ConversationListBody } from '../support/api-bodies.js';
import {
  type ApiRoute,
  PATHS_OF_A_CONVERSATION,
  requestOf,
  type RouteIds,
  ROUTES_OF_A_CONVERSATION,
} from '../support/api-routes.js';
import { insertMessengerConversation, runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

const NO_CONVERSATION = {
  error: 'conversation_not_found',
  message: 'We could not find this conversation.',
  request_id: expect.any(String),
};
const NO_TURN = {
  error: 'turn_not_found',
  message: 'We could not find this message.',
  request_id: expect.any(String),
};

let app: AgentApp;
let device: ApiClient;
let user: UserClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(async () => {
  device = app.client();
  user = await UserClient.signIn(app.url);
});
afterAll(() => app.stop());

const asDevice = (route: ApiRoute, ids: RouteIds, by = device): Promise<Answer<ErrorBody>> => {
  const { path, call } = requestOf(route, ids);
  return by.asDevice(path, call);
};

const asUser = (route: ApiRoute, ids: RouteIds): Promise<Answer<ErrorBody>> => {
  const { path, call } = requestOf(route, ids);
  return user.asUser(path, call);
};

async function conversationOf(owner: ApiClient | UserClient): Promise<RouteIds> {
  const { body } = await owner.chat('Mine');
  return { conversationId: body.conversation_id, turnId: body.metadata.turn_id };
}

/** All that is stored of a conversation, as text. */
async function stored({ conversationId }: RouteIds): Promise<string> {
  const rows = await runSql(
    app.databaseUrl,
    `SELECT c::text, (SELECT json_agg(m ORDER BY m.seq) FROM messages m WHERE m.conversation_id = c.id)::text AS said
     FROM conversations c WHERE c.id = $1`,
    [conversationId],
  );
  return JSON.stringify(rows);
}

describe.each(ROUTES_OF_A_CONVERSATION)('%s', (_name, route) => {
  it('answers 404 for a conversation that does not exist', async () => {
    const { status, body } = await asDevice(route, { conversationId: randomUUID(), turnId: '' });

    expect([status, body]).toEqual([404, NO_CONVERSATION]);
  });

  it('answers the same 404 to another device, and changes nothing', async () => {
    const foreign = await conversationOf(app.client());
    const before = await stored(foreign);

    const { status, body } = await asDevice(route, foreign);

    expect([status, body]).toEqual([404, NO_CONVERSATION]);
    expect(await stored(foreign)).toBe(before);
  });

  it('answers the same 404 to another user, and changes nothing', async () => {
    const foreign = await conversationOf(await UserClient.signIn(app.url));
    const before = await stored(foreign);

    const { status, body } = await asUser(route, foreign);

    expect([status, body]).toEqual([404, NO_CONVERSATION]);
    expect(await stored(foreign)).toBe(before);
  });

  it('keeps a device and a user of the same id apart', async () => {
    const namesake = app.client(user.userId);
    const ofUser = await conversationOf(user);
    const ofDevice = await conversationOf(namesake);

    const answers = [await asDevice(route, ofUser, namesake), await asUser(route, ofDevice)];

    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, NO_CONVERSATION],
      [404, NO_CONVERSATION],
    ]);
  });

  it('never reaches a Messenger conversation, though device_id be its sender', async () => {
    const sender = app.client(`page-${randomUUID()}:psid`);
    const ids = await insertMessengerConversation(app.databaseUrl, sender.deviceId);
    const before = await stored(ids);

    const { status, body } = await asDevice(route, ids, sender);

    expect([status, body]).toEqual([404, NO_CONVERSATION]);
    expect(await stored(ids)).toBe(before);
  });
});

describe.each(PATHS_OF_A_CONVERSATION)('%s', (_name, route) => {
  it.each(['abc', '7', `${randomUUID()}0`, 'primary', "'%20OR%201=1--", '%00', '%F0%9F%98%80'])(
    'answers 400 invalid_conversation_id to the malformed id %j',
    async (conversationId) => {
      const answers = [
        await asDevice(route, { conversationId, turnId: '' }),
        await asUser(route, { conversationId, turnId: '' }),
      ];

      expect(answers.map(({ status, body }) => [status, body.error])).toEqual([
        [400, 'invalid_conversation_id'],
        [400, 'invalid_conversation_id'],
      ]);
    },
  );

  it('finds a conversation by its id in any letter case', async () => {
    const { conversationId } = await conversationOf(device);

    const { status } = await asDevice(route, { conversationId: conversationId.toUpperCase(), turnId: '' });

    expect(status).toBe(route.status);
  });
});

describe('GET /turns/{id}', () => {
  it.each(['abc', '7', 'primary', '%00', randomUUID()])('answers 404 to %j', async (turnId) => {
    const answers = [
      await device.asDevice<ErrorBody>(`/turns/${turnId}`),
      await user.asUser<ErrorBody>(`/turns/${turnId}`),
    ];

    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [404, NO_TURN],
      [404, NO_TURN],
    ]);
  });

  it('answers 404 to every other owner', async () => {
    const ofDevice = await conversationOf(device);
    const ofUser = await conversationOf(user);
    const messenger = await insertMessengerConversation(app.databaseUrl, device.deviceId);

    const answers = [
      await app.client().asDevice<ErrorBody>(`/turns/${ofDevice.turnId}`),
      await user.asUser<ErrorBody>(`/turns/${ofDevice.turnId}`),
      await app.client(user.userId).asDevice<ErrorBody>(`/turns/${ofUser.turnId}`),
      await device.asDevice<ErrorBody>(`/turns/${messenger.turnId}`),
    ];

    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(4).fill([404, NO_TURN]));
  });
});

describe('GET /conversations', () => {
  it('lists neither others’ conversations nor those of Messenger', async () => {
    const mine = await conversationOf(device);
    await conversationOf(app.client());
    await conversationOf(await UserClient.signIn(app.url, device.deviceId));
    await insertMessengerConversation(app.databaseUrl, device.deviceId);

    const { body } = await device.asDevice<ConversationListBody>('/conversations');

    expect(body.conversations.map(({ id }) => id)).toEqual([mine.conversationId]);
    expect(body.total).toBe(1);
  });
});
