import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody, MessageBody } from '../support/api.js';
import { ISO_TIME, type MessagePageBody, UUID_V7 } from '../support/api-bodies.js';
import { insertTurns, runSql } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

/** One contract's way to a page of messages. */
interface Pages {
  /** A conversation of that many answered turns; its id. */
  insert(turns: number): Promise<string>;
  read<Body = MessagePageBody>(query?: string): Promise<Answer<Body>>;
}

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => app.agent.reset());
afterAll(() => app.stop());

async function insertInto(conversationId: string, turns: number): Promise<string> {
  await runSql(app.databaseUrl, 'DELETE FROM messages WHERE conversation_id = $1', [conversationId]);
  await insertTurns(app.databaseUrl, conversationId, turns);
  return conversationId;
}

async function pagesOfDevice(): Promise<Pages> {
  const client: ApiClient = app.client();
  const { body } = await client.chat('Hello');
  return {
    insert: (turns) => insertInto(body.conversation_id, turns),
    read: (query = '') => client.asDevice(`/conversations/${body.conversation_id}/messages${query}`),
  };
}

async function pagesOfUser(): Promise<Pages> {
  const user = await UserClient.signIn(app.url);
  const { body } = await user.chat('Hello');
  return {
    insert: (turns) => insertInto(body.conversation_id, turns),
    read: (query = '') => user.asUser(`/conversations/${body.conversation_id}/messages${query}`),
  };
}

async function pagesOfHistory(): Promise<Pages> {
  const user = await UserClient.signIn(app.url);
  const { body } = await user.chat('Hello', { conversation_id: 'primary' });
  return {
    insert: (turns) => insertInto(body.conversation_id, turns),
    read: (query = '') => user.asUser(`/chat/history${query}`),
  };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const seqs = (messages: readonly MessageBody[]): number[] => messages.map(({ seq }) => seq);

describe.each([
  ['GET /conversations/{id}/messages', pagesOfDevice],
  ['GET /api/{user_id}/conversations/{id}/messages', pagesOfUser],
  ['GET /api/{user_id}/chat/history', pagesOfHistory],
])('%s', (_route, start) => {
  let pages: Pages;

  beforeEach(async () => {
    pages = await start();
  });

  it('gives conversation, messages, total, limit, offset and has_more', async () => {
    const { status, body } = await pages.read();

    expect(status).toBe(200);
    const message = {
      id: expect.stringMatching(UUID_V7),
      tool_calls: null,
      tool_results: null,
      created_at: expect.stringMatching(ISO_TIME),
      feedback: null,
    };
    expect(body).toEqual({
      conversation_id: expect.stringMatching(UUID_V7),
      messages: [
        { ...message, seq: 1, role: 'user', content: 'Hello', metadata: {} },
        {
          ...message,
          seq: 2,
          role: 'assistant',
          content: 'Echo: Hello',
          metadata: expect.objectContaining({ intent: 'greeting' }),
        },
      ],
      total: 2,
      limit: 50,
      offset: 0,
      has_more: false,
    });
  });

  it.each([
    ['', range(1, 50), true, { limit: 50, offset: 0 }],
    ['?limit=3', range(1, 3), true, { limit: 3, offset: 0 }],
    ['?limit=3&offset=2', range(3, 5), true, { limit: 3, offset: 2 }],
    ['?offset=50', range(51, 60), false, { limit: 50, offset: 50 }],
    ['?limit=10&offset=50', range(51, 60), false, { limit: 10, offset: 50 }],
    ['?limit=100', range(1, 60), false, { limit: 100, offset: 0 }],
    ['?offset=60', [], false, { limit: 50, offset: 60 }],
    ['?after_seq=0&limit=2', range(1, 2), true, { limit: 2 }],
    ['?after_seq=10&limit=5', range(11, 15), true, { limit: 5 }],
    ['?after_seq=57', range(58, 60), false, { limit: 50 }],
    ['?after_seq=60', [], false, { limit: 50 }],
    ['?before_seq=11&limit=5', range(6, 10), true, { limit: 5 }],
    ['?before_seq=6&limit=5', range(1, 5), false, { limit: 5 }],
    ['?before_seq=4', range(1, 3), false, { limit: 50 }],
    ['?before_seq=1', [], false, { limit: 50 }],
    ['?before_seq=1000', range(11, 60), true, { limit: 50 }],
  ])('of 60 messages gives the part asked for, oldest first: %s', async (query, expected, hasMore, echo) => {
    const id = await pages.insert(30);

    const { body } = await pages.read(query);

    expect(seqs(body.messages)).toEqual(expected);
    expect(body).toMatchObject({ conversation_id: id, total: 60, has_more: hasMore, ...echo });
  });

  it('leads forwards and backwards through a whole conversation, past numbers left free', async () => {
    const id = await pages.insert(10);
    await runSql(app.databaseUrl, 'DELETE FROM messages WHERE conversation_id = $1 AND seq IN (2, 6, 8)', [
      id,
    ]);
    const all = range(1, 20).filter((seq) => ![2, 6, 8].includes(seq));

    const forwards: number[] = [];
    for (let hasMore = true; hasMore;) {
      const { body } = await pages.read(`?limit=3&after_seq=${forwards.at(-1) ?? 0}`);
      forwards.push(...seqs(body.messages));
      hasMore = body.has_more;
    }
    const backwards: number[] = [];
    for (let hasMore = true; hasMore;) {
      const { body } = await pages.read(`?limit=3&before_seq=${backwards[0] ?? 21}`);
      backwards.unshift(...seqs(body.messages));
      hasMore = body.has_more;
    }

    expect(forwards).toEqual(all);
    expect(backwards).toEqual(all);
  });

  it.each([
    ['offset=0&after_seq=1', ['offset', 'after_seq']],
    ['offset=1&before_seq=5', ['offset', 'before_seq']],
  ])('refuses an offset beside a seq with 400: %s', async (query, fields) => {
    const { status, body } = await pages.read<ErrorBody>(`?${query}`);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details?.map(({ field }) => field)).toEqual(fields);
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', 'ten'],
    ['limit', ''],
    ['offset', '-1'],
    ['offset', '1.5'],
    ['before_seq', '-1'],
    ['before_seq', 'x'],
    ['after_seq', '1e3'],
    ['after_seq', ''],
    ['after_seq', '99999999999999999999'],
  ])('refuses %s=%s with 400', async (field, value) => {
    const { status, body } = await pages.read<ErrorBody>(`?${field}=${value}`);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details?.map((problem) => problem.field)).toEqual([field]);
  });
});

describe('a page of a conversation with a failed turn', () => {
  it('shows its question alone and counts what is there', async () => {
    const client = app.client();
    app.agent.script({ kind: 'status', status: 500 });
    const failed = await client.failedChat('One');
    const id = failed.body.conversation_id ?? '';
    await client.chat('Two', { conversation_id: id });

    const { body } = await client.asDevice<MessagePageBody>(`/conversations/${id}/messages?after_seq=1`);

    expect(seqs(body.messages)).toEqual([3, 4]);
    expect(body.total).toBe(3);
  });
});
