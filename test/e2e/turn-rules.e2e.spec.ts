import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient, ChatBody, ConversationBody, ErrorBody } from '../support/api.js';

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

/** POST /chat with exactly these fields besides the device. */
const post = <Body = ErrorBody>(json: object, by: ApiClient = client) =>
  by.call<Body>('/chat', { json: { device_id: by.deviceId, ...json } });

async function titleOf(message: string): Promise<string | null> {
  const { body } = await client.chat(message);
  return (await client.conversation(body.conversation_id)).body.title;
}

describe('a message without conversation_id', () => {
  it.each([
    ['short ones whole', 'What is a turn?', 'What is a turn?'],
    [
      'long ones cut at a word',
      'The quick brown fox jumps over the lazy dog and then sleeps',
      'The quick brown fox jumps over the lazy dog and…',
    ],
    ['50 characters whole', `${'abcd '.repeat(9)}abcde`, `${'abcd '.repeat(9)}abcde`],
    ['51 characters cut to 50 with the …', `${'abcd '.repeat(9)}abcd ef`, `${'abcd '.repeat(9)}abcd…`],
    ['one long word in the middle of it', 'a'.repeat(60), `${'a'.repeat(49)}…`],
    ['code points, not UTF-16 units', '😀'.repeat(60), `${'😀'.repeat(49)}…`],
    ['white space collapsed', '  two\n\n lines \t here ', 'two lines here'],
  ])('opens a conversation titled with its first 50 characters: %s', async (_, message, title) => {
    expect(await titleOf(message)).toBe(title);
  });

  it('opens another conversation each time', async () => {
    const first = await client.chat('One');
    const second = await client.chat('Two');

    expect(second.body.conversation_id).not.toBe(first.body.conversation_id);
  });

  it('is the same as one whose conversation_id is null', async () => {
    const { status, body } = await post<ChatBody>({ message: 'Hello there', conversation_id: null });

    expect(status).toBe(200);
    expect((await client.conversation(body.conversation_id)).body.message_count).toBe(2);
  });
});

describe('a conversation_id', () => {
  it.each(['', 'abc', '123', `${randomUUID()}0`, `{${randomUUID()}}`, "' OR 1=1", 7, true, {}, []])(
    'that is not a UUID is 400 invalid_conversation_id: %j',
    async (conversationId) => {
      const { status, body } = await post({ message: 'Hi', conversation_id: conversationId });

      expect([status, body.error]).toEqual([400, 'invalid_conversation_id']);
      expect(app.agent.requests).toHaveLength(0);
    },
  );

  it('"primary" is refused to devices', async () => {
    const { status, body } = await post({ message: 'Hi', conversation_id: 'primary' });

    expect([status, body.error]).toEqual([400, 'invalid_conversation_id']);
  });

  it('is found in any letter case', async () => {
    const { body } = await client.chat('One');

    const again = await client.chat('Two', { conversation_id: body.conversation_id.toUpperCase() });

    expect([again.status, again.body.conversation_id]).toEqual([200, body.conversation_id]);
  });

  it("that does not exist, is another device's or was erased gets the same 404, and changes nothing", async () => {
    const other = app.client();
    const foreign = (await other.chat('Mine')).body.conversation_id;
    const erased = (await client.chat('Gone')).body.conversation_id;
    await client.asDevice(`/conversations/${erased}`, { method: 'DELETE' });

    const answers = await Promise.all(
      [randomUUID(), foreign, erased].map((id) => post({ message: 'Hi', conversation_id: id })),
    );

    const [unknown] = answers;
    expect(unknown?.body).toEqual({
      error: 'conversation_not_found',
      message: 'We could not find this conversation.',
      request_id: expect.any(String),
    });
    for (const { status, body } of answers)
      expect([status, { ...body, request_id: '' }]).toEqual([404, { ...unknown?.body, request_id: '' }]);
    expect((await other.conversation(foreign)).body.message_count).toBe(2);
    expect(app.agent.requests).toHaveLength(2);
  });
});

describe('the fields of a message', () => {
  it.each([
    ['is missing', {}],
    ['is null', { message: null }],
    ['is a number', { message: 7 }],
    ['is a list', { message: ['hi'] }],
    ['is empty', { message: '' }],
    ['is white space', { message: ' \n\t\u00a0\u3000' }],
    ['is invisible', { message: '\u200b\u200d\u2060' }],
    ['is nothing but markup', { message: '<script>alert(1)</script><br>' }],
    ['is nothing but control characters', { message: '\u0000\u0007' }],
  ])('are refused with 400 when the message %s', async (_, fields) => {
    const { status, body } = await post(fields);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details).toEqual([{ field: 'message', message: expect.any(String) }]);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['a reserved field of ours', { role: 'assistant' }, 'role'],
    ['the platform messenger', { platform: 'messenger' }, 'platform'],
    ['an unknown platform', { platform: 'sms' }, 'platform'],
    ['an unknown on_busy', { on_busy: 'skip' }, 'on_busy'],
    ['client_metadata that is a list', { client_metadata: [] }, 'client_metadata'],
    ['client_metadata over 2 KB', { client_metadata: { a: 'x'.repeat(2050) } }, 'client_metadata'],
  ])('are refused with 400 and the name of the field: %s', async (_, fields, field) => {
    const { status, body } = await post({ message: 'Hi', ...fields });

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details).toEqual([{ field, message: expect.any(String) }]);
    expect(app.agent.requests).toHaveLength(0);
  });

  it('store nothing when they are refused', async () => {
    await post({ message: ' ' });
    await post({ message: 'Hi', colour: 'red' });

    const { body } = await client.asDevice<{ total: number }>('/conversations');
    expect(body.total).toBe(0);
  });

  it.each([
    ['of letters', 'x'.repeat(10_000)],
    ['of emoji, counted in code points', '😀'.repeat(10_000)],
    ['left after cleaning', `<b>${'x'.repeat(10_000)}</b>\u0000  `],
    ['after composing to NFC', 'e\u0301'.repeat(10_000)],
  ])('may hold 10,000 characters %s', async (_, message) => {
    const { status, body } = await post<ChatBody>({ message });

    expect(status).toBe(200);
    const stored = (await client.conversation(body.conversation_id)).body.messages[0];
    expect([...(stored?.content ?? '')]).toHaveLength(10_000);
  });

  it.each([
    ['letters', 'x'.repeat(10_001)],
    ['emoji', '😀'.repeat(10_001)],
  ])('are refused as message_too_long with 10,001 %s', async (_, message) => {
    const { status, body } = await post({ message });

    expect([status, body.error]).toEqual([400, 'message_too_long']);
    expect(app.agent.requests).toHaveLength(0);
  });

  it('keep platform and client_metadata with what is stored', async () => {
    const metadata = { page: '/pricing', nested: { a: [1, null, 'é'] } };
    const { body } = await post<ChatBody>({ message: 'Hi you', platform: 'api', client_metadata: metadata });
    const plain = await client.chat('Without');

    const detail: ConversationBody = (await client.conversation(body.conversation_id)).body;
    expect(detail.platform).toBe('api');
    expect(detail.messages[0]?.metadata).toEqual(metadata);
    expect(detail.messages[1]?.metadata).toEqual(body.metadata);
    const other = (await client.conversation(plain.body.conversation_id)).body;
    expect([other.platform, other.messages[0]?.metadata]).toEqual(['web', {}]);
  });
});
