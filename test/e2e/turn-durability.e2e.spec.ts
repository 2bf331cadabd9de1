import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ChatBody, ErrorBody } from '../support/api.js';

describe('a message', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeAll(async () => {
    app = await startAgentApp({ AGENT_TIMEOUT_MS: '20000', AGENT_MAX_ANSWER_CHARACTERS: '100' });
  });
  beforeEach(() => {
    app.agent.reset();
    client = app.client();
  });
  afterAll(() => app.stop());

  it('is durable before the model is asked', async () => {
    app.agent.script({ kind: 'slow' });
    const answer = client.chat('Are you there?');
    const { conversationId } = await app.agent.arrival(1);

    const { messages, message_count } = (await client.conversation(conversationId)).body;

    expect(message_count).toBe(1);
    expect(messages.map(({ seq, role, content }) => [seq, role, content])).toEqual([
      [1, 'user', 'Are you there?'],
    ]);
    app.agent.release();
    expect((await answer).body.user_message_id).toBe(messages[0]?.id);
  });

  it('is kept when its turn fails, which leaves the even seq free', async () => {
    app.agent.script({ kind: 'status', status: 500 });
    const failed = await client.failedChat('One');
    const id = failed.body.conversation_id ?? '';

    await client.chat('Two', { conversation_id: id });

    const { messages } = (await client.conversation(id)).body;
    expect(failed.status).toBe(502);
    expect(messages[0]?.id).toBe(failed.body.user_message_id);
    expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
      [1, 'One'],
      [3, 'Two'],
      [4, 'Echo: Two'],
    ]);
  });

  it('is answered although its caller hangs up', async () => {
    app.agent.script({ kind: 'slow' });
    const caller = new AbortController();
    const json = { message: 'Hello you', device_id: client.deviceId };
    const headers = { 'Idempotency-Key': 'k' };
    const gone = client.call('/chat', { json, headers, signal: caller.signal });
    const asked = await app.agent.arrival(1);

    caller.abort();
    await expect(gone).rejects.toThrow();
    const again = client.chat('Hello you', { key: 'k' });
    app.agent.release();

    expect((await again).body.response).toBe('Echo: Hello you');
    expect((await again).headers.get('Idempotency-Replayed')).toBe('true');
    expect([asked.isAborted, app.agent.requests.length]).toEqual([false, 1]);
    const { messages } = (await client.conversation(asked.conversationId)).body;
    expect(messages.map(({ content }) => content)).toEqual(['Hello you', 'Echo: Hello you']);
  });

  it('is stored with an answer that is cut at AGENT_MAX_ANSWER_CHARACTERS and marked', async () => {
    app.agent.script({ kind: 'text', text: '😀'.repeat(101) }, { kind: 'text', text: '😀'.repeat(100) });

    const cut = await client.chat('Long');
    const whole = await client.chat('Short');

    expect(cut.body.response).toBe('😀'.repeat(100));
    expect(cut.body.metadata['truncated']).toBe(true);
    const stored = (await client.conversation(cut.body.conversation_id)).body.messages[1];
    expect([stored?.content, stored?.metadata]).toEqual([cut.body.response, cut.body.metadata]);
    expect(whole.body.response).toBe('😀'.repeat(100));
    expect(whole.body.metadata).not.toHaveProperty('truncated');
  });
});

describe('TURN_WAIT_TIMEOUT_MS', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeAll(async () => {
    app = await startAgentApp({ AGENT_TIMEOUT_MS: '20000', TURN_WAIT_TIMEOUT_MS: '300' });
  });
  beforeEach(() => {
    app.agent.reset();
    client = app.client();
  });
  afterAll(() => app.stop());

  /** Retries until the turn has ended. */
  async function untilEnded(message: string, key: string): Promise<Answer<ChatBody>> {
    for (;;) {
      const answer = await client.chat(message, { key });
      if (answer.status !== 504) return answer;
    }
  }

  it('ends the wait with 504 and the ids, the turn goes on, and the same key gets its answer', async () => {
    app.agent.script({ kind: 'slow' });

    const { status, body } = await client.failedChat('Hello you', { key: 'k' });
    const asked = await app.agent.arrival(1);
    const { status: turn } = (await client.asDevice<{ status: string }>(`/turns/${body.turn_id}`)).body;
    app.agent.release();
    const answer = await untilEnded('Hello you', 'k');

    expect([status, body.error, turn]).toEqual([504, 'agent_timeout', 'running']);
    expect(body.message).toMatch(/^I'm taking longer than expected\./);
    expect(body.conversation_id).toBe(asked.conversationId);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      conversation_id: body.conversation_id,
      user_message_id: body.user_message_id,
      response: 'Echo: Hello you',
      metadata: { turn_id: body.turn_id },
    });
    expect([asked.isAborted, app.agent.requests.length]).toEqual([false, 1]);
  });

  it('counts the time in line too', async () => {
    app.agent.script({ kind: 'slow' });
    const first = client.failedChat('One', { key: 'one' });
    const { conversationId } = await app.agent.arrival(1);

    const queued = await client.call<ErrorBody>('/chat', {
      json: { message: 'Two', device_id: client.deviceId, conversation_id: conversationId },
    });
    const { status: turn } = (await client.asDevice<{ status: string }>(`/turns/${queued.body.turn_id}`))
      .body;
    const shownToTheModel = app.agent.requests.length;
    app.agent.release();

    expect([(await first).status, queued.status, turn, shownToTheModel]).toEqual([504, 504, 'queued', 1]);
    await untilEnded('One', 'one');
  });
});
