import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import type { ConversationItem, ConversationListBody } from '../support/api-bodies.js';
import { insertMessengerConversation } from '../support/stored-rows.js';
import { UserClient } from '../support/user-client.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => {
  client = app.client();
});
afterAll(() => app.stop());

const search = <Body = ConversationListBody>(query: string, more = ''): Promise<Answer<Body>> =>
  client.asDevice(`/conversations?query=${encodeURIComponent(query)}${more}`);

const found = async (query: string): Promise<string[]> =>
  (await search(query)).body.conversations.map(({ id }) => id);

const said = async (...messages: string[]): Promise<string> => {
  const [first = '', ...more] = messages;
  const { conversation_id: id } = (await client.chat(first)).body;
  for (const message of more) await client.chat(message, { conversation_id: id });
  return id;
};

async function titled(title: string): Promise<string> {
  const { body } = await client.asDevice<ConversationItem>('/conversations', { json: { title } });
  return body.id;
}

describe('GET /conversations?query=', () => {
  it('finds what was asked and what was answered', async () => {
    app.agent.script({ kind: 'text', text: 'We deliver umbrellas' });
    const id = await said('Do you sell parasols?');
    await said('Something else');

    expect([await found('parasols'), await found('umbrellas')]).toEqual([[id], [id]]);
  });

  it('finds a conversation by its title', async () => {
    const id = await titled('Holiday in Spain');

    expect(await found('spain')).toEqual([id]);
  });

  it('wants every word in one message, in any order and case', async () => {
    const both = await said('The red bicycle');
    await said('A red car', 'A blue bicycle');

    expect(await found('BICYCLE red')).toEqual([both]);
  });

  it('takes the last word for a beginning, and no other', async () => {
    const id = await said('Changing the delivery address');

    expect([await found('delivery addr'), await found('deliv address')]).toEqual([[id], []]);
  });

  it.each([
    ['naïve café', 'NAÏVE CAFÉ'],
    ['Größere Übung', 'größere übung'],
    ['привет мир', 'МИР'],
    ['مرحبا بالعالم', 'مرحبا'],
    ['well-known e-mail bob@example.org', 'bob@example.org'],
    ['well-known facts', 'well-kno'],
    ['write to bob@example.org', 'example'],
    ['see https://example.org/opening_hours', 'opening hours'],
    ['price is 12.50 today', '12.50'],
    ["O'Brien said so", "o'brien"],
  ])('finds %j by %j', async (message, query) => {
    const id = await said(message);

    expect(await found(query)).toEqual([id]);
  });

  it('gives the newest activity first, each conversation once, in pages', async () => {
    const first = await said('Apples one', 'Apples two');
    const second = await said('Apples three');
    const third = await said('Apples four');
    await client.chat('Pears', { conversation_id: first });

    const pages = [await search('apples', '&limit=2'), await search('apples', '&limit=2&offset=2')];
    const beyond = await search('apples', '&offset=3');

    expect(pages.map(({ body }) => body.conversations.map(({ id }) => id))).toEqual([
      [first, third],
      [second],
    ]);
    expect(pages[0]?.body).toMatchObject({ total: 3, limit: 2, offset: 0 });
    expect(beyond.body).toEqual({ conversations: [], total: 3, limit: 50, offset: 3 });
  });

  it('gives what the list gives of each', async () => {
    await said('Tell me of kangaroos');

    const { body } = await client.asDevice<ConversationListBody>('/conversations');

    expect((await search('kangaroos')).body).toEqual(body);
  });

  it('never finds what is another’s, on Messenger or erased', async () => {
    const word = `w${randomUUID().replaceAll('-', '')}`;
    await app.client().chat(word);
    await (await UserClient.signIn(app.url, client.deviceId)).chat(word);
    await insertMessengerConversation(app.databaseUrl, client.deviceId);
    const erased = await said(word);
    await client.asDevice(`/conversations/${erased}`, { method: 'DELETE' });

    const answers = [await search(word), await search('Messenger')];

    const nothing = { conversations: [], total: 0, limit: 50, offset: 0 };
    expect(answers.map(({ body }) => body)).toEqual([nothing, nothing]);
  });

  it('searches the conversations of a user below /api/{user_id}', async () => {
    const user = await UserClient.signIn(app.url);
    const { body: chat } = await user.chat('All about lighthouses');
    await user.chat('Something else');
    await client.chat('All about lighthouses');

    const { body } = await user.asUser<ConversationListBody>('/conversations?query=lighthouse');

    expect(body.conversations.map(({ id }) => id)).toEqual([chat.conversation_id]);
  });

  it.each([
    "'",
    "''' & '",
    '!',
    '&',
    '|',
    '(',
    ')',
    ':*',
    '\\',
    '<->',
    '%',
    '_',
    '"',
    '-',
    'a:*',
    'a & b',
    '!!a',
  ])('takes %j for text, not for an operator', async (query) => {
    await said('Something harmless');

    const { status, body } = await search(query);

    expect([status, body.total]).toEqual([200, 0]);
  });

  it.each(["o'br:*", 'x OR y', 'fat & (rat | !cat)', "'; DROP TABLE messages;--", '\\x', '😀', 'a\u0000b'])(
    'answers to %j',
    async (query) => {
      expect((await search(query)).status).toBe(200);
    },
  );

  it.each([
    ['', 'must not be blank'],
    [' \t', 'must not be blank'],
    ['\u200b', 'must not be blank'],
    ['é'.repeat(201), 'must be at most 200 characters'],
  ])('refuses %j', async (query, message) => {
    const { status, body } = await search<ErrorBody>(query);

    expect([status, body.error, body.details]).toEqual([
      400,
      'invalid_request',
      [{ field: 'query', message }],
    ]);
  });

  it('refuses two queries at once', async () => {
    const { status, body } = await search<ErrorBody>('a', '&query=b');

    expect([status, body.details?.[0]?.field]).toEqual([400, 'query']);
  });

  it('takes a query of 200 characters', async () => {
    expect((await search('😀'.repeat(200))).status).toBe(200);
  });
});
