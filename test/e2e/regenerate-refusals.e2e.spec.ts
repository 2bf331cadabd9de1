import { randomUUID } from 'node:crypto';
import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import type { TurnBody } from '../support/api-bodies.js';
import { contentsOf, regenerate, versionsOf } from '../support/regeneration.js';
import { insertMessengerConversation, runSql } from '../support/stored-rows.js';
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

const refused = async (messageId: string): Promise<[number, string]> => {
  const { status, body } = await regenerate<ErrorBody>(client, messageId);
  return [status, body.error];
};

const answerWith = (...texts: string[]): void =>
  app.agent.script(...texts.map((text) => ({ kind: 'text', text }) as const));

/** A regeneration that waits for the agent until `app.agent.release()`. */
async function held(messageId: string): Promise<{ ended: Promise<Answer<ErrorBody>> }> {
  app.agent.script({ kind: 'slow' });
  const ended = regenerate<ErrorBody>(client, messageId);
  await app.agent.arrival(app.agent.requests.length + 1);
  return { ended };
}

describe('POST /messages/{id}/regenerate', () => {
  it('refuses with 409 not_last_turn what has a turn behind it, answered or failed', async () => {
    const { body: first } = await client.chat('One');
    const { body: second } = await client.chat('Two', { conversation_id: first.conversation_id });
    const early = await refused(first.assistant_message_id);
    app.agent.mode = { kind: 'status', status: 400 };
    await client.chat('Three', { conversation_id: first.conversation_id });

    expect([early, await refused(second.assistant_message_id)]).toEqual([
      [409, 'not_last_turn'],
      [409, 'not_last_turn'],
    ]);
  });

  it('refuses with 409 conversation_busy while a turn is open', async () => {
    const { body: chat } = await client.chat('One');
    app.agent.script({ kind: 'slow' });
    const open = client.chat('Two', { conversation_id: chat.conversation_id });
    await app.agent.arrival(2);

    const { status, headers, body } = await regenerate<ErrorBody>(client, chat.assistant_message_id);
    app.agent.release();
    await open;

    expect([status, body.error, headers.get('retry-after')]).toEqual([409, 'conversation_busy', '2']);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('runs once where it is asked for many times at once', async () => {
    const { body: chat } = await client.chat('Hello');
    const { ended } = await held(chat.assistant_message_id);

    const others = await Promise.all(Array.from({ length: 5 }, () => refused(chat.assistant_message_id)));
    app.agent.release();

    expect((await ended).status).toBe(200);
    expect(others).toEqual(Array(5).fill([409, 'conversation_busy']));
    expect(app.agent.requests).toHaveLength(2);
    expect(await versionsOf(app.databaseUrl, chat.assistant_message_id)).toHaveLength(1);
  });

  it('stands back for a message that comes meanwhile, which sees the old answer', async () => {
    answerWith('First try');
    const { body: chat } = await client.chat('Hello');
    const { ended } = await held(chat.assistant_message_id);

    const next = await client.chat('Next', { conversation_id: chat.conversation_id });
    app.agent.release();

    const { status, body } = await ended;
    expect([status, body.error, next.status]).toEqual([409, 'not_last_turn', 200]);
    expect(await contentsOf(client, chat.conversation_id)).toEqual([
      'Hello',
      'First try',
      'Next',
      'Echo: Next',
    ]);
    expect(app.agent.requests.map(shown).at(-1)).toEqual(['Hello', 'First try', 'Next']);
    expect(await versionsOf(app.databaseUrl, chat.assistant_message_id)).toEqual([]);
  });

  it('can be asked for again of a turn that came meanwhile', async () => {
    const { body: chat } = await client.chat('Hello');
    const { ended } = await held(chat.assistant_message_id);
    const next = await client.chat('Next', { conversation_id: chat.conversation_id });

    const { status } = await regenerate(client, next.body.assistant_message_id);
    app.agent.release();

    expect([status, (await ended).status]).toEqual([200, 409]);
  });

  it('stores nothing once the conversation is erased', async () => {
    const { body: chat } = await client.chat('Hello');
    await regenerate(client, chat.assistant_message_id);
    const { ended } = await held(chat.assistant_message_id);

    await client.asDevice(`/conversations/${chat.conversation_id}`, { method: 'DELETE' });
    app.agent.release();

    const { status, body } = await ended;
    expect([status, body.error]).toEqual([404, 'message_not_found']);
    expect(await versionsOf(app.databaseUrl, chat.assistant_message_id)).toEqual([]);
    const rows = await runSql(app.databaseUrl, 'SELECT FROM messages WHERE conversation_id = $1', [
      chat.conversation_id,
    ]);
    expect(rows).toEqual([]);
  });

  it('keeps the old answer where the agent fails, and may be asked for again', async () => {
    answerWith('First try');
    const { body: chat } = await client.chat('Hello');
    app.agent.script({ kind: 'status', status: 400 }, { kind: 'text', text: 'Third try' });

    const { status, body } = await regenerate<ErrorBody>(client, chat.assistant_message_id);

    expect([status, body]).toEqual([
      502,
      {
        error: 'agent_failed',
        message: expect.any(String),
        request_id: expect.any(String),
        conversation_id: chat.conversation_id,
        user_message_id: chat.user_message_id,
        turn_id: chat.metadata.turn_id,
      },
    ]);
    expect(await contentsOf(client, chat.conversation_id)).toEqual(['Hello', 'First try']);
    expect((await client.asDevice<TurnBody>(`/turns/${chat.metadata.turn_id}`)).body.status).toBe(
      'completed',
    );
    expect((await regenerate(client, chat.assistant_message_id)).body.response).toBe('Third try');
  });

  it('answers 404 for what is not an answer of theirs, the same in every case', async () => {
    const { body: chat } = await client.chat('Mine');
    const { body: foreign } = await app.client().chat('Mine');
    const { body: ofUser } = await (await UserClient.signIn(app.url, client.deviceId)).chat('Mine');
    const { conversationId } = await insertMessengerConversation(app.databaseUrl, client.deviceId);
    const [messenger] = await runSql<{ id: string }>(
      app.databaseUrl,
      `INSERT INTO messages (id, conversation_id, seq, role, content)
       VALUES (gen_random_uuid(), $1, 2, 'assistant', 'Hello') RETURNING id`,
      [conversationId],
    );
    const ids = [
      randomUUID(),
      chat.user_message_id,
      foreign.assistant_message_id,
      ofUser.assistant_message_id,
      messenger?.id ?? '',
    ];

    const answers = await Promise.all(ids.map((id) => refused(id)));

    expect(answers).toEqual(Array(5).fill([404, 'message_not_found']));
  });

  it('refuses a malformed id', async () => {
    const { status, body } = await regenerate<ErrorBody>(client, 'abc');

    expect([status, body.details?.[0]?.field]).toEqual([400, 'message_id']);
  });
});
