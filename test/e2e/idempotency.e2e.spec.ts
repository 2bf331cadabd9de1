import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient, ChatBody, ErrorBody } from '../support/api.js';
import { UserClient } from '../support/user-client.js';

const REPLAYED = 'Idempotency-Replayed';

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

const countConversations = async (by = client): Promise<number> =>
  (await by.asDevice<{ total: number }>('/conversations')).body.total;

describe('the same Idempotency-Key and body', () => {
  it('give the same turn, ids and answer, marked as replayed, and ask the model once', async () => {
    const first = await client.chat('Hello you', { key: 'k' });

    const again = await client.chat('Hello you', { key: 'k' });

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get(REPLAYED), again.headers.get(REPLAYED)]).toEqual([null, 'true']);
    expect(app.agent.requests).toHaveLength(1);
    expect(await countConversations()).toBe(1);
  });

  it('give the same turn after the conversation has gone on', async () => {
    const first = await client.chat('One', { key: 'k' });
    await client.chat('Two', { conversation_id: first.body.conversation_id });

    const again = await client.chat('One', { key: 'k' });

    expect(again.body).toEqual(first.body);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('join a turn that still runs, and wait for its answer', async () => {
    app.agent.mode = { kind: 'slow' };
    const first = client.chat('Hello you', { key: 'k' });
    await app.agent.arrival(1);

    const joining = client.chat('Hello you', { key: 'k' });
    const stillOne = await countConversations();
    app.agent.release();

    expect((await joining).body).toEqual((await first).body);
    expect((await joining).headers.get(REPLAYED)).toBe('true');
    expect([stillOne, app.agent.requests.length]).toEqual([1, 1]);
  });

  it('sent 20 times at once make one turn and ask the model once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.chat('Hello you', { key: 'k' })),
    );

    const [first] = answers;
    for (const { status, body } of answers) expect([status, body]).toEqual([200, first?.body]);
    expect(answers.filter(({ headers }) => headers.get(REPLAYED) === null)).toHaveLength(1);
    expect(app.agent.requests).toHaveLength(1);
    expect(await countConversations()).toBe(1);
  });

  it.each([
    ['markup that cleaning removes', { message: '<b>Hello</b> you\u0000' }],
    ['conversation_id null instead of none', { conversation_id: null }],
    ['the default platform named', { platform: 'web' }],
    ['other client_metadata and on_busy', { client_metadata: { a: 1 }, on_busy: 'reject' }],
  ])('are told by cleaned message, conversation_id and platform alone: %s', async (_, fields) => {
    const first = await client.chat('Hello you', { key: 'k' });

    const json = { message: 'Hello you', device_id: client.deviceId, ...fields };
    const again = await client.call('/chat', { json, headers: { 'Idempotency-Key': 'k' } });

    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('belong to one owner: another device has the key for itself', async () => {
    const other = app.client();
    const first = await client.chat('Hello you', { key: 'k' });

    const theirs = await other.chat('Something else', { key: 'k' });

    expect([theirs.status, theirs.headers.get(REPLAYED)]).toEqual([200, null]);
    expect(theirs.body.conversation_id).not.toBe(first.body.conversation_id);
    expect([await countConversations(), await countConversations(other)]).toEqual([1, 1]);
  });

  it('belong to one owner: a user of the same id as the device has the key for himself', async () => {
    const user = await UserClient.signIn(app.url, client.deviceId);
    const first = await client.chat('Hello you', { key: 'k' });

    const theirs = await user.asUser<ChatBody>('/chat', {
      json: { message: 'Hello you' },
      headers: { 'Idempotency-Key': 'k' },
    });

    expect([theirs.status, theirs.headers.get(REPLAYED)]).toEqual([200, null]);
    expect(theirs.body.conversation_id).not.toBe(first.body.conversation_id);
  });

  it('are 404 once the conversation is erased, and open no new one', async () => {
    const { body } = await client.chat('Hello you', { key: 'k' });
    await client.asDevice(`/conversations/${body.conversation_id}`, { method: 'DELETE' });

    const again = await client.failedChat('Hello you', { key: 'k' });

    expect([again.status, again.body.error]).toEqual([404, 'conversation_not_found']);
    expect([await countConversations(), app.agent.requests.length]).toEqual([0, 1]);
  });
});

describe('the same Idempotency-Key with another body', () => {
  it.each([
    ['message', { message: 'Bye' }],
    ['letter case of the message', { message: 'hello' }],
    ['conversation_id', { conversation_id: randomUUID() }],
    ['platform', { platform: 'api' }],
  ])('is refused with 422 and changes nothing: another %s', async (_, fields) => {
    const first = await client.chat('Hello', { key: 'k' });

    const json = { message: 'Hello', device_id: client.deviceId, ...fields };
    const other = await client.call<ErrorBody>('/chat', { json, headers: { 'Idempotency-Key': 'k' } });
    const again = await client.chat('Hello', { key: 'k' });

    expect([other.status, other.body.error]).toEqual([422, 'idempotency_key_reused']);
    expect(again.body).toEqual(first.body);
    expect(await countConversations()).toBe(1);
    expect(app.agent.requests).toHaveLength(1);
  });
});
