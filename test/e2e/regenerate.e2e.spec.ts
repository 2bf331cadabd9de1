import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { ApiClient, ChatBody } from '../support/api.js';
import type { MemoryBody, TurnBody } from '../support/api-bodies.js';
import { contentsOf, regenerate, versionsOf } from '../support/regeneration.js';
import { runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp({ AGENT_TIMEOUT_MS: '20000' });
});
beforeEach(() => {
  app.agent.reset();
  client = app.client();
});
afterAll(() => app.stop());

const answerWith = (...texts: string[]): void =>
  app.agent.script(...texts.map((text) => ({ kind: 'text', text }) as const));

describe('POST /messages/{id}/regenerate', () => {
  it('puts another answer in the place of the last one, under the same id and seq', async () => {
    answerWith('First try', 'Second try');
    const { body: chat } = await client.chat('Hello');
    const before = (await client.conversation(chat.conversation_id)).body;

    const { status, body } = await regenerate(client, chat.assistant_message_id);

    const after = (await client.conversation(chat.conversation_id)).body;
    expect(status).toBe(200);
    expect(body).toEqual({
      ...chat,
      response: 'Second try',
      message: 'Second try',
      metadata: { ...chat.metadata, timing: expect.any(Object) },
    });
    expect(after.messages.map(({ id, seq }) => [id, seq])).toEqual(
      before.messages.map(({ id, seq }) => [id, seq]),
    );
    expect(after.messages.map(({ content }) => content)).toEqual(['Hello', 'Second try']);
    expect([after.message_count, after.messages[1]?.metadata]).toEqual([2, body.metadata]);
  });

  it('is there for users below /api/{user_id}', async () => {
    answerWith('First try', 'Second try');
    const user = await UserClient.signIn(app.url);
    const { body: chat } = await user.chat('Hello');

    const { status, body } = await user.asUser<ChatBody>(
      `/messages/${chat.assistant_message_id}/regenerate`,
      { json: {} },
    );

    expect([status, body.assistant_message_id, body.response]).toEqual([
      200,
      chat.assistant_message_id,
      'Second try',
    ]);
  });

  it('keeps what was said before, oldest first, with what was thought of it', async () => {
    answerWith('First try', 'Second try', 'Third try');
    const { body: chat } = await client.chat('Hello');
    const id = chat.assistant_message_id;
    const saidAt = (await client.conversation(chat.conversation_id)).body.messages[1]?.created_at;
    const feedback = { rating: 'dislike', comment: 'Too short' };
    await client.asDevice(`/messages/${id}/feedback`, { method: 'PUT', json: feedback });

    await regenerate(client, id);
    await regenerate(client, id);

    const [first, second, ...more] = await versionsOf(app.databaseUrl, id);
    expect(first).toMatchObject({ version: 1, content: 'First try', metadata: chat.metadata, ...feedback });
    expect(first?.created_at.toISOString()).toBe(saidAt);
    expect(second).toMatchObject({ version: 2, content: 'Second try', rating: null, comment: null });
    expect(more).toEqual([]);
    const [, answer] = (await client.conversation(chat.conversation_id)).body.messages;
    expect([answer?.content, answer?.feedback]).toEqual(['Third try', null]);
  });

  it('shows the agent exactly what it was shown the first time', async () => {
    const { body: first } = await client.chat('One');
    await client.chat('Two', { conversation_id: first.conversation_id });
    const { body: last } = await client.chat('Three', { conversation_id: first.conversation_id });

    await regenerate(client, last.assistant_message_id);
    await regenerate(client, last.assistant_message_id);

    const [, , once, again, oncemore] = app.agent.requests.map(shown);
    expect(once).toEqual(['One', 'Echo: One', 'Two', 'Echo: Two', 'Three']);
    expect([again, oncemore]).toEqual([once, once]);
  });

  it('is what the agent is told from then on, and what the memory shows', async () => {
    answerWith('First try', 'Second try');
    const { body: chat } = await client.chat('Hello');
    await regenerate(client, chat.assistant_message_id);

    const { body: memory } = await client.asDevice<MemoryBody>(
      `/conversations/${chat.conversation_id}/memory`,
    );
    await client.chat('And now?', { conversation_id: chat.conversation_id });

    expect(memory.messages.map(({ content }) => content)).toEqual(['Hello', 'Second try']);
    expect(app.agent.requests.map(shown).at(-1)).toEqual(['Hello', 'Second try', 'And now?']);
  });

  it('is what the turn and its key answer from then on', async () => {
    answerWith('First try', 'Second try');
    const { body: chat } = await client.chat('Hello', { key: 'once' });
    await regenerate(client, chat.assistant_message_id);

    const { body: turn } = await client.asDevice<TurnBody>(`/turns/${chat.metadata.turn_id}`);
    const { body: replay } = await client.chat('Hello', { key: 'once' });

    expect([turn.status, turn.response, turn.assistant_message_id]).toEqual([
      'completed',
      'Second try',
      chat.assistant_message_id,
    ]);
    expect([replay.response, replay.assistant_message_id]).toEqual(['Second try', chat.assistant_message_id]);
  });

  it('gives an answer whole that was cancelled on its way', async () => {
    answerWith('First', 'First to last');
    const { body: chat } = await client.chat('Hello');
    const cancel = 'UPDATE turns SET cancel_requested_at = clock_timestamp() WHERE id = $1';
    await runSql(app.databaseUrl, cancel, [chat.metadata.turn_id]);

    const { status, body } = await regenerate(client, chat.assistant_message_id);

    expect([status, body.response]).toEqual([200, 'First to last']);
  });

  it('moves the conversation to the front of the list', async () => {
    const { body: chat } = await client.chat('Hello');
    await client.chat('Another');

    await regenerate(client, chat.assistant_message_id);

    const { body } = await client.asDevice<{ conversations: { id: string }[] }>('/conversations');
    expect(body.conversations[0]?.id).toBe(chat.conversation_id);
  });

  it('is stored although the caller has hung up', async () => {
    const { body: chat } = await client.chat('Hello');
    app.agent.script({ kind: 'slow' });
    const abort = new AbortController();
    const gone = client.asDevice(`/messages/${chat.assistant_message_id}/regenerate`, {
      method: 'POST',
      signal: abort.signal,
    });
    await app.agent.arrival(2);

    abort.abort();
    await expect(gone).rejects.toThrow();
    app.agent.release();

    while ((await versionsOf(app.databaseUrl, chat.assistant_message_id)).length === 0);
    expect(await contentsOf(client, chat.conversation_id)).toEqual(['Hello', 'Echo: Hello']);
  });

  it('takes the device from the body, too', async () => {
    const { body: chat } = await client.chat('Hello');

    const { status } = await client.call(`/messages/${chat.assistant_message_id}/regenerate`, {
      json: { device_id: client.deviceId },
    });

    expect(status).toBe(200);
  });
});
