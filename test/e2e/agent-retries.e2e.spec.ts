import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient } from '../support/api.js';
import type { Reply } from '../support/stand-in-replies.js';

const status = (code: number, retryAfter?: string): Reply => ({
  kind: 'status',
  status: code,
  ...(retryAfter !== undefined && { retryAfter }),
});

describe('AGENT_MAX_RETRIES=2', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeAll(async () => {
    app = await startAgentApp({
      AGENT_TIMEOUT_MS: '15000',
      AGENT_MAX_RETRIES: '2',
      AGENT_MAX_ANSWER_CHARACTERS: '100',
    });
  });
  beforeEach(() => {
    app.agent.reset();
    client = app.client();
  });
  afterAll(() => app.stop());

  it.each<[string, Reply]>([
    ['500', status(500)],
    ['503', status(503)],
    ['429 without Retry-After', status(429)],
    ['429 with Retry-After inside the deadline', status(429, '1')],
    ['a connection that is reset', { kind: 'reset' }],
    ['a connection that is reset midway', { kind: 'reset-midway' }],
  ])('asks again after %s, and the caller sees an answer only', async (_, fault) => {
    app.agent.script(fault);

    const { status: code, body } = await client.chat('Hello you');

    expect([code, body.response, app.agent.requests.length]).toEqual([200, 'Echo: Hello you', 2]);
    expect((await client.conversation(body.conversation_id)).body.message_count).toBe(2);
  });

  it('gives up with 502 after the second retry', async () => {
    app.agent.script(status(500), status(503), status(500));

    const { status: code, body } = await client.failedChat('Hello you');

    expect([code, body.error, app.agent.requests.length]).toEqual([502, 'agent_failed', 3]);
    await client.chat('Again', { conversation_id: body.conversation_id ?? '' });
  });

  it.each<[string, Reply]>([
    ['429 whose Retry-After lies outside the deadline', status(429, '3600')],
    ['400', status(400)],
    ['401', status(401)],
    ['an answer that is not JSON', { kind: 'garbage', body: 'nonsense' }],
    ['an empty answer', { kind: 'text', text: '' }],
  ])('does not ask again after %s: 502 at once', async (_, fault) => {
    app.agent.script(fault);

    const { status: code, body } = await client.failedChat('Hello you');

    expect([code, body.error, app.agent.requests.length]).toEqual([502, 'agent_failed', 1]);
  });

  it('keeps the beginning of an answer that never ends, and closes its request', async () => {
    app.agent.script({ kind: 'endless' });

    const { status: code, body } = await client.chat('Hello you');

    const request = await app.agent.arrival(1);
    await request.closed;
    expect([code, request.isAborted]).toEqual([200, true]);
    expect(body.response).toBe('and on '.repeat(15).slice(0, 100));
    expect(body.metadata['truncated']).toBe(true);
    expect((await client.conversation(body.conversation_id)).body.messages[1]?.content).toBe(body.response);
  });
});

describe('after five failures of the agent in a row', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeEach(async () => {
    app = await startAgentApp();
    client = app.client();
    app.agent.mode = status(500);
    for (let failure = 0; failure < 5; failure += 1) await client.chat(`Failure ${failure}`);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.stop();
  });

  it('it is not asked: 502 at once, and the question is kept', async () => {
    const { status: code, body } = await client.failedChat('Hello you');

    expect([code, body.error, app.agent.requests.length]).toEqual([502, 'agent_failed', 5]);
    const { messages } = (await client.conversation(body.conversation_id ?? '')).body;
    expect(messages.map(({ id, content }) => [id, content])).toEqual([[body.user_message_id, 'Hello you']]);
  });

  it('it is asked again after the cooldown, and the same key gets its answer', async () => {
    const refused = await client.failedChat('Hello you', { key: 'k' });
    app.agent.mode = { kind: 'echo' };
    const later = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);

    const answered = await client.chat('Hello you', { key: 'k' });
    const next = await client.chat('And now?');

    expect([refused.status, answered.status, next.status]).toEqual([502, 200, 200]);
    expect(answered.body.user_message_id).toBe(refused.body.user_message_id);
    expect(app.agent.requests).toHaveLength(7);
  });
});
