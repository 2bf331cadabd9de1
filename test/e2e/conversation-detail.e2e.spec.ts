import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ConversationBody, ErrorBody } from '../support/api.js';
import {
  type ConversationItem,
  type ConversationListBody,
  ISO_TIME,
  type MessagePageBody,
  UUID_V7,
} from '../support/api-bodies.js';
import { insertTurns, runSql } from '../support/stored-rows.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => {
  app.agent.reset();
  client = app.client();
});
afterAll(() => app.stop());

async function detail(id: string): Promise<ConversationBody> {
  return (await client.conversation(id)).body;
}

/** A conversation of that many answered turns, written by SQL. */
async function insertConversation(turns: number): Promise<string> {
  const { body } = await client.asDevice<ConversationItem>('/conversations', { json: {} });
  await insertTurns(app.databaseUrl, body.id, turns);
  return body.id;
}

/** Three turns, of which the agent fails the second. */
async function chatWithFailedTurn(): Promise<string> {
  app.agent.script({ kind: 'echo' }, { kind: 'status', status: 500 }, { kind: 'echo' });
  const { body } = await client.chat('One');
  await client.chat('Two', { conversation_id: body.conversation_id });
  await client.chat('Three', { conversation_id: body.conversation_id });
  return body.conversation_id;
}

describe('GET /conversations/{id}', () => {
  it('gives the conversation with all its messages, oldest first', async () => {
    const { body: chat } = await client.chat('Hello there', { client_metadata: { page: '/' } });

    const { status, body } = await client.conversation(chat.conversation_id);

    expect(status).toBe(200);
    const time = expect.stringMatching(ISO_TIME);
    const rest = { tool_calls: null, tool_results: null, created_at: time, feedback: null };
    expect(body).toEqual({
      id: chat.conversation_id,
      title: 'Hello there',
      platform: 'web',
      created_at: time,
      updated_at: time,
      last_activity: time,
      message_count: 2,
      messages: [
        {
          id: chat.user_message_id,
          seq: 1,
          role: 'user',
          content: 'Hello there',
          metadata: { page: '/' },
          ...rest,
        },
        {
          id: chat.assistant_message_id,
          seq: 2,
          role: 'assistant',
          content: chat.response,
          metadata: chat.metadata,
          ...rest,
        },
      ],
      has_more: false,
    });
    expect([chat.user_message_id, chat.assistant_message_id]).toEqual(
      Array(2).fill(expect.stringMatching(UUID_V7)),
    );
  });

  it('says as last_activity when the last message was said', async () => {
    const id = await chatWithFailedTurn();

    const { last_activity, messages } = await detail(id);

    expect(last_activity).toBe(messages.at(-1)?.created_at);
  });

  it('says so too where the last message is a question without an answer', async () => {
    app.agent.script({ kind: 'status', status: 500 });
    const { body } = await client.failedChat('One');

    const { last_activity, messages } = await detail(body.conversation_id ?? '');

    expect(messages.map(({ seq }) => seq)).toEqual([1]);
    expect(last_activity).toBe(messages.at(-1)?.created_at);
  });

  it('numbers the question of turn n as 2n−1 and its answer as 2n; a failed turn leaves its number free', async () => {
    const id = await chatWithFailedTurn();

    const { messages, message_count } = await detail(id);

    expect(messages.map(({ seq, role, content }) => [seq, role, content])).toEqual([
      [1, 'user', 'One'],
      [2, 'assistant', 'Echo: One'],
      [3, 'user', 'Two'],
      [5, 'user', 'Three'],
      [6, 'assistant', 'Echo: Three'],
    ]);
    expect(message_count).toBe(5);
  });

  it('orders by seq, never by time', async () => {
    const id = await insertConversation(3);
    const turned = `UPDATE messages SET created_at = '2026-01-01T00:00:00Z'::timestamptz - seq * interval '1 s' WHERE conversation_id = $1`;
    await runSql(app.databaseUrl, turned, [id]);

    const { messages } = await detail(id);

    expect(messages.map(({ content }) => content)).toEqual(['Q1', 'A1', 'Q2', 'A2', 'Q3', 'A3']);
  });

  it.each([
    [500, 1, false],
    [501, 3, true],
    [700, 401, true],
  ])('of %d turns shows the newest 1,000 messages, from seq %d on', async (turns, firstSeq, hasMore) => {
    const id = await insertConversation(turns);

    const { messages, has_more, message_count } = await detail(id);

    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 1000 }, (_, i) => firstSeq + i));
    expect([has_more, message_count]).toEqual([hasMore, turns * 2]);
  });
});

describe('DELETE /conversations/{id}', () => {
  const erase = <Body>(id: string): Promise<Answer<Body>> =>
    client.asDevice(`/conversations/${id}`, { method: 'DELETE' });

  it('answers 200 with the id once, then 404', async () => {
    const { body: chat } = await client.chat('Hello');

    const first = await erase<{ id: string; deleted: boolean }>(chat.conversation_id);
    const second = await erase<ErrorBody>(chat.conversation_id);

    expect([first.status, first.body]).toEqual([200, { id: chat.conversation_id, deleted: true }]);
    expect([second.status, second.body.error]).toEqual([404, 'conversation_not_found']);
  });

  it('leaves nothing that could be read', async () => {
    const { body: chat } = await client.chat('Hello');
    const path = `/conversations/${chat.conversation_id}`;
    await erase(chat.conversation_id);

    const answers = [
      await client.asDevice<ErrorBody>(path),
      await client.asDevice<ErrorBody>(`${path}/messages`),
      await client.asDevice<ErrorBody>(`${path}/memory`),
      await client.asDevice<ErrorBody>(path, { method: 'PATCH', json: { title: 'Back' } }),
      await client.failedChat('Hello again', { conversation_id: chat.conversation_id }),
      await client.asDevice<ErrorBody>(`/turns/${chat.metadata.turn_id}`),
    ];

    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(404));
    expect(answers.at(-1)?.body.error).toBe('turn_not_found');
    expect((await client.asDevice<ConversationListBody>('/conversations')).body.total).toBe(0);
  });

  it('erases every message from the database, and no other conversation', async () => {
    const { body: other } = await client.chat('Stay');
    const id = await insertConversation(3);

    await erase(id);

    const said = 'SELECT id FROM messages WHERE conversation_id = $1';
    expect(await runSql(app.databaseUrl, said, [id])).toEqual([]);
    const page = await client.asDevice<MessagePageBody>(`/conversations/${other.conversation_id}/messages`);
    expect(page.body.total).toBe(2);
  });
});
