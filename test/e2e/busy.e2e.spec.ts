import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ChatBody, ErrorBody } from '../support/api.js';

const LATER = { Prefer: 'respond-async' };

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp({ AGENT_TIMEOUT_MS: '20000', CONVERSATION_MEMORY_SIZE: '100' });
});
beforeEach(() => {
  app.agent.reset();
  client = app.client();
});
afterAll(() => app.stop());

/** A conversation whose first message the model has and holds back until `app.agent.release()`. */
async function busyConversation(): Promise<{ id: string; held: Promise<Answer<ChatBody>> }> {
  app.agent.script({ kind: 'slow' });
  const held = client.chat('Held');
  return { id: (await app.agent.arrival(1)).conversationId, held };
}

const contents = async (id: string): Promise<string[]> =>
  (await client.conversation(id)).body.messages.map(({ content }) => content);

async function untilStored(id: string, count: number): Promise<void> {
  while ((await contents(id)).length < count);
}

describe('a conversation', () => {
  it('answers one turn at a time, in the order in which the turns were accepted', async () => {
    const { id } = await busyConversation();
    for (const message of ['Two', 'Three', 'Four'])
      await client.chat(message, { conversation_id: id, headers: LATER });

    const last = client.chat('Five', { conversation_id: id });
    await untilStored(id, 5);
    expect(app.agent.requests).toHaveLength(1);
    app.agent.release();
    await last;

    const said = ['Held', 'Two', 'Three', 'Four', 'Five'].flatMap((text) => [text, `Echo: ${text}`]);
    expect(await contents(id)).toEqual(said);
    expect(app.agent.requests.map(shown)).toEqual([0, 1, 2, 3, 4].map((turn) => said.slice(0, 2 * turn + 1)));
    expect(app.agent.maxInFlight(id)).toBe(1);
  });

  it('answers concurrent messages one at a time, each with exactly what was said before', async () => {
    const id = (await client.chat('Begin')).body.conversation_id;

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => client.chat(`Message ${n}`, { conversation_id: id })),
    );

    const { messages } = (await client.conversation(id)).body;
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 42 }, (_, n) => n + 1));
    expect(app.agent.maxInFlight(id)).toBe(1);
    for (const [n, { status, body }] of answers.entries()) {
      const question = messages.find((message) => message.id === body.user_message_id);
      const answer = messages.find((message) => message.id === body.assistant_message_id);
      expect([status, question?.content, answer?.content]).toEqual([
        200,
        `Message ${n}`,
        `Echo: Message ${n}`,
      ]);
      expect(answer?.seq).toBe((question?.seq ?? 0) + 1);
    }
    const said = messages.map(({ content }) => content);
    expect(app.agent.requests.map(shown)).toEqual(
      Array.from({ length: 21 }, (_, turn) => said.slice(0, 2 * turn + 1)),
    );
  });

  it('does not wait for another one', async () => {
    const { held } = await busyConversation();

    const other = await client.chat('Elsewhere');

    expect(other.body.response).toBe('Echo: Elsewhere');
    app.agent.release();
    expect((await held).status).toBe(200);
  });
});

describe('a second message to a busy conversation', () => {
  it.each([{}, { on_busy: 'enqueue' }])('is stored and waits in line with %j', async (fields) => {
    const { id } = await busyConversation();

    const second = client.chat('Second', { conversation_id: id, ...fields });
    await untilStored(id, 2);
    expect(await contents(id)).toEqual(['Held', 'Second']);
    app.agent.release();

    expect((await second).body.response).toBe('Echo: Second');
    expect(shown(await app.agent.arrival(2))).toEqual(['Held', 'Echo: Held', 'Second']);
  });

  it('is refused with 409 and Retry-After with on_busy: "reject", and nothing of it is stored', async () => {
    const { id, held } = await busyConversation();

    const { status, headers, body } = await client.failedChat('Second', {
      conversation_id: id,
      on_busy: 'reject',
    });

    expect([status, body.error]).toEqual([409, 'conversation_busy']);
    expect(headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
    expect(body.retry_after).toBe(Number(headers.get('Retry-After')));
    expect(body).not.toHaveProperty('turn_id');
    app.agent.release();
    await held;
    expect(await contents(id)).toEqual(['Held', 'Echo: Held']);
    expect(app.agent.requests).toHaveLength(1);
  });

  it('is taken with on_busy: "reject" once the line is empty', async () => {
    const { id, held } = await busyConversation();
    app.agent.release();
    await held;

    const second = await client.chat('Second', { conversation_id: id, on_busy: 'reject' });
    const opening = await client.chat('New', { on_busy: 'reject' });

    expect([second.status, opening.status]).toEqual([200, 200]);
  });

  it('leaves its key unused when it was refused', async () => {
    const { id, held } = await busyConversation();
    const request = { conversation_id: id, on_busy: 'reject', key: 'try-1' };
    const refused = await client.chat('Second', request);
    app.agent.release();
    await held;

    const taken = await client.chat('Second', request);

    expect([refused.status, taken.status]).toEqual([409, 200]);
    expect(taken.headers.get('Idempotency-Replayed')).toBeNull();
  });

  it('joins with on_busy: "reject" when it is the very turn in work', async () => {
    const id = (await client.chat('Begin')).body.conversation_id;
    app.agent.script({ kind: 'slow' });
    const request = { conversation_id: id, on_busy: 'reject', key: 'same' };
    const first = client.chat('Second', request);
    await app.agent.arrival(2);

    const again = client.chat('Second', request);
    app.agent.release();

    expect((await again).body).toEqual((await first).body);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('is 404 with on_busy: "reject" when the conversation is not the caller’s', async () => {
    const { id, held } = await busyConversation();

    const { status, body } = await app.client().call<ErrorBody>('/chat', {
      json: { message: 'Hi', conversation_id: id, on_busy: 'reject', device_id: 'stranger' },
    });

    expect([status, body.error]).toEqual([404, 'conversation_not_found']);
    app.agent.release();
    await held;
  });
});
