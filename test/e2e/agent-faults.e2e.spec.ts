import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import { UUID_V7 } from '../support/api-bodies.js';
import type { Reply } from '../support/stand-in-replies.js';
import { UserClient } from '../support/user-client.js';

const SENTENCES = {
  agent_failed: "I'm having trouble answering right now. Please try again in a moment.",
  agent_timeout: "I'm taking longer than expected. Please try again in a moment.",
};

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp({ AGENT_TIMEOUT_MS: '2000', AGENT_MAX_RETRIES: '0' });
});
beforeEach(() => {
  app.agent.reset();
  client = app.client();
});
afterAll(() => app.stop());

/** What the caller of a failed turn may see, and nothing else. */
function expectFailure(
  { status, body }: Answer<ErrorBody>,
  code: keyof typeof SENTENCES,
): { conversationId: string; userMessageId: string } {
  expect(status).toBe(code === 'agent_timeout' ? 504 : 502);
  expect(body).toEqual({
    error: code,
    message: SENTENCES[code],
    request_id: expect.any(String),
    conversation_id: expect.stringMatching(UUID_V7),
    user_message_id: expect.stringMatching(UUID_V7),
    turn_id: expect.stringMatching(UUID_V7),
  });
  return { conversationId: body.conversation_id ?? '', userMessageId: body.user_message_id ?? '' };
}

/** The question is there, without an answer, and the next message is answered with it in view. */
async function expectNothingLost(failed: { conversationId: string; userMessageId: string }): Promise<void> {
  const { conversationId } = failed;
  const next = await client.chat('And now?', { conversation_id: conversationId });
  expect([next.status, next.body.response]).toEqual([200, 'Echo: And now?']);
  const { messages } = (await client.conversation(conversationId)).body;
  expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
    [1, 'Are you well?'],
    [3, 'And now?'],
    [4, 'Echo: And now?'],
  ]);
  expect(messages[0]?.id).toBe(failed.userMessageId);
  expect(shown(await app.agent.arrival(2))).toEqual(['Are you well?', 'And now?']);
}

describe('an agent that gives no usable answer', () => {
  const garbage = (body: string): Reply => ({ kind: 'garbage', body });
  const faults: [string, Reply][] = [
    ['resets the connection', { kind: 'reset' }],
    ['resets it midway', { kind: 'reset-midway' }],
    ...[500, 502, 503, 429, 400, 401, 404].map((status): [string, Reply] => [
      `answers ${status}`,
      { kind: 'status', status },
    ]),
    ['answers nothing', garbage('')],
    ['answers what is not JSON', garbage('<html>It works!</html>')],
    ['answers other JSON', garbage('{"hello":"world"}')],
    ['answers null', garbage('null')],
    ['answers without a choice', garbage('{"choices":[]}')],
    ['answers without text', garbage('{"choices":[{"message":{"role":"assistant","content":null}}]}')],
    ['answers an empty text', { kind: 'text', text: '' }],
    ['answers white space', { kind: 'text', text: ' \n\t ' }],
    ['answers NUL', { kind: 'text', text: '\0 \0' }],
  ];

  it.each(faults)('is a friendly 502, and nothing is lost: it %s', async (_, fault) => {
    app.agent.script(fault);

    const failed = expectFailure(await client.failedChat('Are you well?'), 'agent_failed');

    await expectNothingLost(failed);
  });

  it('is told to a user as to a device', async () => {
    app.agent.script({ kind: 'status', status: 500 });
    const user = await UserClient.signIn(app.url);

    const failed = await user.asUser<ErrorBody>('/chat', { json: { message: 'Are you well?' } });

    const { conversationId } = expectFailure(failed, 'agent_failed');
    const next = await user.chat('And now?', { conversation_id: conversationId });
    expect(next.status).toBe(200);
  });
});

describe('an agent that takes longer than AGENT_TIMEOUT_MS', () => {
  it.each<[string, Reply]>([
    ['is slow', { kind: 'slow' }],
    ['hangs', { kind: 'hang' }],
    ['hangs midway', { kind: 'hang-midway' }],
  ])('is a friendly 504, its request is closed, and nothing is lost: it %s', async (_, fault) => {
    app.agent.script(fault);

    const failed = expectFailure(await client.failedChat('Are you well?'), 'agent_timeout');

    const request = await app.agent.arrival(1);
    await request.closed;
    expect(request.isAborted).toBe(true);
    await expectNothingLost(failed);
  });

  it('lets the line move on to the message that waits', async () => {
    app.agent.script({ kind: 'hang' });
    const failed = client.failedChat('Are you well?');
    const { conversationId } = await app.agent.arrival(1);

    const next = client.chat('And now?', { conversation_id: conversationId });

    expectFailure(await failed, 'agent_timeout');
    expect((await next).body.response).toBe('Echo: And now?');
    expect(shown(await app.agent.arrival(2))).toEqual(['Are you well?', 'And now?']);
  });

  it('is told to every caller who waits for the turn', async () => {
    app.agent.script({ kind: 'hang' });
    const request = { key: 'k' };
    const first = client.failedChat('Are you well?', request);
    await app.agent.arrival(1);

    const joined = client.failedChat('Are you well?', request);

    const [one, other] = [await first, await joined];
    expectFailure(other, 'agent_timeout');
    expect(other.body).toEqual({ ...one.body, request_id: other.body.request_id });
    await client.chat('And now?', { conversation_id: one.body.conversation_id ?? '' });
  });
});
