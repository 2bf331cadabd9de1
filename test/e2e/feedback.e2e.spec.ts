import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, Call, ChatBody, ErrorBody } from '../support/api.js';
import { type FeedbackBody, ISO_TIME, type MessagePageBody } from '../support/api-bodies.js';
import { insertMessengerConversation, runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

const NOT_FOUND = {
  error: 'message_not_found',
  message: 'We could not find this answer.',
  request_id: expect.any(String),
};

/** A caller of either contract. */
interface Caller {
  chat(message: string): Promise<Answer<ChatBody>>;
  ask<Body>(path: string, call?: Call): Promise<Answer<Body>>;
}

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp();
});
afterAll(() => app.stop());

const ofDevice = (client: ApiClient): Caller => ({
  chat: (message) => client.chat(message),
  ask: (path, call) => client.asDevice(path, call),
});

const ofUser = (user: UserClient): Caller => ({
  chat: (message) => user.chat(message),
  ask: (path, call) => user.asUser(path, call),
});

const CALLERS: readonly [string, () => Promise<Caller>][] = [
  ['a device', async () => ofDevice(app.client())],
  ['a user', async () => ofUser(await UserClient.signIn(app.url))],
];

const rate = <Body = FeedbackBody>(caller: Caller, messageId: string, json: object): Promise<Answer<Body>> =>
  caller.ask(`/messages/${messageId}/feedback`, { method: 'PUT', json });

const storedCount = async (messageId: string): Promise<number> => {
  const rows = await runSql(app.databaseUrl, 'SELECT FROM message_feedback WHERE message_id = $1', [
    messageId,
  ]);
  return rows.length;
};

describe.each(CALLERS)('PUT /messages/{id}/feedback of %s', (_who, meet) => {
  let caller: Caller;
  let chat: ChatBody;
  let answerId: string;

  beforeAll(async () => {
    caller = await meet();
    chat = (await caller.chat('Hello')).body;
    answerId = chat.assistant_message_id;
  });

  it('keeps a rating and a comment', async () => {
    const { status, body } = await rate(caller, answerId, { rating: 'like', comment: 'Just right' });

    expect([status, body]).toEqual([
      200,
      { id: answerId, rating: 'like', comment: 'Just right', updated_at: expect.stringMatching(ISO_TIME) },
    ]);
  });

  it('puts a later one in the place of an earlier one, comment and all', async () => {
    const first = await rate(caller, answerId, { rating: 'like', comment: 'Just right' });

    const { body } = await rate(caller, answerId, { rating: 'dislike' });

    expect(body).toMatchObject({ rating: 'dislike', comment: null });
    expect(Date.parse(body.updated_at ?? '')).toBeGreaterThanOrEqual(Date.parse(first.body.updated_at ?? ''));
    expect(await storedCount(answerId)).toBe(1);
  });

  it('takes it away where the rating is null, however often', async () => {
    await rate(caller, answerId, { rating: 'like' });

    const answers = [
      await rate(caller, answerId, { rating: null }),
      await rate(caller, answerId, { rating: null }),
    ];

    const none = { id: answerId, rating: null, comment: null, updated_at: null };
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, none],
      [200, none],
    ]);
    expect(await storedCount(answerId)).toBe(0);
  });

  it('is shown with the message', async () => {
    await rate(caller, answerId, { rating: 'dislike', comment: 'Too long' });

    const { body } = await caller.ask<MessagePageBody>(`/conversations/${chat.conversation_id}/messages`);

    expect(body.messages.map(({ feedback }) => feedback)).toEqual([
      null,
      { rating: 'dislike', comment: 'Too long' },
    ]);
  });

  it('takes a comment of 2,000 characters, whatever they are made of, and no longer one', async () => {
    const longest = await rate(caller, answerId, { rating: 'like', comment: '😀'.repeat(2000) });
    const longer = await rate<ErrorBody>(caller, answerId, { rating: 'like', comment: '😀'.repeat(2001) });

    expect([longest.status, longest.body.comment]).toEqual([200, '😀'.repeat(2000)]);
    expect([longer.status, longer.body.error]).toEqual([400, 'invalid_request']);
    expect(longer.body.details).toEqual([
      { field: 'comment', message: expect.stringContaining('2000 characters') },
    ]);
  });

  it.each([
    ['cleaned', ' \u0000Ca\u0301ro\u202e <script>alert(1)</script>a < b ', 'Cáro a < b'],
    ['null where nothing is left of it', ' \u200b\n', null],
    ['null where it is null', null, null],
  ])('stores a comment %s', async (_how, comment, stored) => {
    const { status, body } = await rate(caller, answerId, { rating: 'like', comment });

    expect([status, body.comment]).toEqual([200, stored]);
  });

  it.each([
    ['rating', {}],
    ['rating', { rating: 'love' }],
    ['rating', { rating: 1 }],
    ['rating', { rating: ['like'] }],
    ['comment', { rating: 'like', comment: 7 }],
    ['stars', { rating: 'like', stars: 5 }],
  ])('refuses a bad %s: %j', async (field, json) => {
    const { status, body } = await rate<ErrorBody>(caller, answerId, json);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details?.map((detail) => detail.field)).toEqual([field]);
  });

  it.each(['abc', '7', `${randomUUID()}0`, '%00', "'%20OR%201=1--"])(
    'refuses the malformed id %j',
    async (id) => {
      const { status, body } = await rate<ErrorBody>(caller, id, { rating: 'like' });

      expect([status, body.error, body.details?.[0]?.field]).toEqual([400, 'invalid_request', 'message_id']);
    },
  );

  it('answers 404 for what is not an answer of theirs, the same in every case', async () => {
    const stranger = (await app.client().chat('Mine')).body;
    const otherUser = (await (await UserClient.signIn(app.url)).chat('Mine')).body;
    const ids = [
      randomUUID(),
      chat.user_message_id,
      stranger.assistant_message_id,
      otherUser.assistant_message_id,
    ];

    const answers = await Promise.all(
      ids.flatMap((id) => [
        rate<ErrorBody>(caller, id, { rating: 'like' }),
        rate<ErrorBody>(caller, id, { rating: null }),
      ]),
    );

    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(8).fill([404, NOT_FOUND]));
    expect(await storedCount(stranger.assistant_message_id)).toBe(0);
  });

  it('is erased with its conversation', async () => {
    const other = (await caller.chat('To be erased')).body;
    await rate(caller, other.assistant_message_id, { rating: 'like', comment: 'Secret' });

    await caller.ask(`/conversations/${other.conversation_id}`, { method: 'DELETE' });

    expect(await storedCount(other.assistant_message_id)).toBe(0);
    const { status, body } = await rate(caller, other.assistant_message_id, { rating: 'like' });
    expect([status, body]).toEqual([404, NOT_FOUND]);
  });
});

describe('PUT /messages/{id}/feedback', () => {
  it('never reaches an answer on Messenger, though device_id be its sender', async () => {
    const sender = app.client(`page-${randomUUID()}:psid`);
    const { conversationId } = await insertMessengerConversation(app.databaseUrl, sender.deviceId);
    const [answer] = await runSql<{ id: string }>(
      app.databaseUrl,
      `INSERT INTO messages (id, conversation_id, seq, role, content)
       VALUES (gen_random_uuid(), $1, 2, 'assistant', 'Hello') RETURNING id`,
      [conversationId],
    );

    const { status, body } = await rate(ofDevice(sender), answer?.id ?? '', { rating: 'like' });

    expect([status, body]).toEqual([404, NOT_FOUND]);
  });

  it('keeps a device and a user of the same id apart', async () => {
    const user = await UserClient.signIn(app.url);
    const namesake = app.client(user.userId);
    const answers = [
      await rate(ofUser(user), (await namesake.chat('Hi')).body.assistant_message_id, { rating: 'like' }),
      await rate(ofDevice(namesake), (await user.chat('Hi')).body.assistant_message_id, { rating: 'like' }),
    ];

    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([404, NOT_FOUND]));
  });

  it('asks for the token of the user in the path', async () => {
    const user = await UserClient.signIn(app.url);
    const path = `/messages/${(await user.chat('Hi')).body.assistant_message_id}/feedback`;
    const call = { method: 'PUT', json: { rating: 'like' } } as const;
    const stranger = await UserClient.signIn(app.url);

    const without = await app.client().call<ErrorBody>(`${user.prefix}${path}`, call);
    const another = await app.client().call<ErrorBody>(`${user.prefix}${path}`, {
      ...call,
      headers: { Authorization: `Bearer ${stranger.token}` },
    });

    expect([without.status, without.body.error]).toEqual([401, 'unauthenticated']);
    expect([another.status, another.body.error]).toEqual([403, 'forbidden']);
  });

  it('takes the device from the body, too', async () => {
    const client = app.client();
    const { body: chat } = await client.chat('Hello');

    const { status } = await client.call(`/messages/${chat.assistant_message_id}/feedback`, {
      method: 'PUT',
      json: { rating: 'like', device_id: client.deviceId },
    });

    expect(status).toBe(200);
  });

  it('tells other methods which one there is', async () => {
    const answer = await app.client().asDevice(`/messages/${randomUUID()}/feedback`);

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'PUT']);
  });
});
