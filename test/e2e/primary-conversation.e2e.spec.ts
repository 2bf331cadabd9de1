import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ErrorBody } from '../support/api.js';
import type { ConversationListBody, MessagePageBody, TurnBody } from '../support/api-bodies.js';
import { runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

const PRIMARY = { conversation_id: 'primary' };

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

async function history(query = ''): Promise<MessagePageBody> {
  return (await user.asUser<MessagePageBody>(`/chat/history${query}`)).body;
}

async function listed(): Promise<ConversationListBody> {
  return (await user.asUser<ConversationListBody>('/conversations')).body;
}

describe('POST /api/{user_id}/chat with conversation_id "primary"', () => {
  it('opens the one conversation, titled with its first message, and goes on with it', async () => {
    const first = await user.chat('Hello there', PRIMARY);
    const second = await user.chat('And again', PRIMARY);

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.conversation_id).toBe(first.body.conversation_id);
    const { conversations, total } = await listed();
    expect([total, conversations[0]?.title, conversations[0]?.message_count]).toEqual([1, 'Hello there', 4]);
  });

  it('ends concurrent first messages in the same conversation, each with its answer', async () => {
    const messages = Array.from({ length: 12 }, (_, number) => `Message ${number}`);

    const answers = await Promise.all(messages.map((message) => user.chat(message, PRIMARY)));

    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect(new Set(answers.map(({ body }) => body.conversation_id)).size).toBe(1);
    expect((await listed()).total).toBe(1);
    const { messages: said } = await history();
    expect(said.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(new Set(said.map(({ content }) => content))).toEqual(
      new Set(messages.flatMap((message) => [message, `Echo: ${message}`])),
    );
  });

  it('is one per user', async () => {
    const other = await UserClient.signIn(app.url);

    const mine = await user.chat('Mine', PRIMARY);
    const theirs = await other.chat('Theirs', PRIMARY);

    expect(theirs.body.conversation_id).not.toBe(mine.body.conversation_id);
    expect((await history()).messages.map(({ content }) => content)).toEqual(['Mine', 'Echo: Mine']);
  });

  it('leaves other conversations of the user alone', async () => {
    const other = await user.chat('Another');
    const primary = await user.chat('Primary', PRIMARY);

    const { conversations } = await listed();

    expect(conversations.map(({ id }) => id)).toEqual([
      primary.body.conversation_id,
      other.body.conversation_id,
    ]);
    expect((await history()).total).toBe(2);
  });

  it('goes on by its id too', async () => {
    const first = await user.chat('One', PRIMARY);

    const { status } = await user.chat('Two', { conversation_id: first.body.conversation_id });

    expect([status, (await history()).total]).toEqual([200, 4]);
  });

  it('begins anew once it was erased', async () => {
    const first = await user.chat('One', PRIMARY);
    await user.asUser(`/conversations/${first.body.conversation_id}`, { method: 'DELETE' });
    expect(await history()).toMatchObject({ conversation_id: null, total: 0 });

    const second = await user.chat('Two', PRIMARY);

    expect(second.body.conversation_id).not.toBe(first.body.conversation_id);
    expect((await history()).messages.map(({ seq, content }) => [seq, content])).toEqual([
      [1, 'Two'],
      [2, 'Echo: Two'],
    ]);
  });

  it('may be answered later, with the turn below the user’s prefix', async () => {
    const headers = { Prefer: 'respond-async' };
    const json = { message: 'Later', ...PRIMARY };

    const { status, headers: sent, body } = await user.asUser<TurnBody>('/chat', { json, headers });

    expect(status).toBe(202);
    expect(sent.get('Location')).toBe(`${user.prefix}/turns/${body.id}`);
    expect((await history()).conversation_id).toBe(body.conversation_id);
    await user.chat('Done?', PRIMARY); // Else the turn may take what the next test scripts.
  });

  it('keeps its question where the agent fails', async () => {
    app.agent.script({ kind: 'status', status: 500 });

    const failed = await user.asUser<ErrorBody>('/chat', { json: { message: 'Lost?', ...PRIMARY } });

    expect(failed.status).toBe(502);
    expect((await history()).messages.map(({ content }) => content)).toEqual(['Lost?']);
  });

  it('is a word of users only, in a chat body only, in lower case', async () => {
    const device = app.client();
    await user.chat('Hello', PRIMARY);

    const answers = [
      await device.failedChat('Hello', PRIMARY),
      await user.asUser<ErrorBody>('/conversations/primary'),
      await user.asUser<ErrorBody>('/chat', { json: { message: 'Hello', conversation_id: 'Primary' } }),
    ];

    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
      Array(3).fill([400, 'invalid_conversation_id']),
    );
  });

  it('is held to one per user by the database itself', async () => {
    await user.chat('Hello', PRIMARY);

    const second = runSql(
      app.databaseUrl,
      `INSERT INTO conversations (id, platform, user_id, is_primary) VALUES (gen_random_uuid(), 'web', $1, true)`,
      [user.userId],
    );

    await expect(second).rejects.toMatchObject({ code: '23505', constraint: 'conversations_primary' });
  });
});

describe('GET /api/{user_id}/chat/history', () => {
  it('is an empty page without id where there is no primary conversation yet', async () => {
    await user.chat('Another');

    const { status, body } = await user.asUser('/chat/history?limit=7&offset=3');

    expect([status, body]).toEqual([
      200,
      { conversation_id: null, messages: [], total: 0, limit: 7, offset: 3, has_more: false },
    ]);
  });

  it('refuses a bad page with 400 even then', async () => {
    const { status, body } = await user.asUser<ErrorBody>('/chat/history?limit=0');

    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it('does not exist for devices', async () => {
    const { status, body } = await app.client().asDevice<ErrorBody>('/chat/history');

    expect([status, body.error]).toEqual([404, 'not_found']);
  });
});
