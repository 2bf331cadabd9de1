import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient } from '../support/api.js';

const REPLAYED = 'Idempotency-Replayed';
const BROKEN = { kind: 'status', status: 500 } as const;

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

describe('a turn that failed', () => {
  it('runs again with the same key and the same user message, if it is the last one', async () => {
    app.agent.script(BROKEN);
    const failed = await client.failedChat('Hello you', { key: 'k' });

    const again = await client.chat('Hello you', { key: 'k' });
    const replayed = await client.chat('Hello you', { key: 'k' });

    expect([failed.status, again.status, again.headers.get(REPLAYED)]).toEqual([502, 200, null]);
    expect(again.body).toMatchObject({
      conversation_id: failed.body.conversation_id,
      user_message_id: failed.body.user_message_id,
      metadata: { turn_id: failed.body.turn_id },
    });
    expect([replayed.body, app.agent.requests.length]).toEqual([again.body, 2]);
    const { messages } = (await client.conversation(again.body.conversation_id)).body;
    expect(messages.map(({ seq, id }) => [seq, id])).toEqual([
      [1, again.body.user_message_id],
      [2, again.body.assistant_message_id],
    ]);
  });

  it('runs again once, however many retries come at the same time', async () => {
    app.agent.script(BROKEN);
    await client.chat('Hello you', { key: 'k' });

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.chat('Hello you', { key: 'k' })),
    );

    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      answers.map(() => [200, answers[0]?.body]),
    );
    expect(app.agent.requests).toHaveLength(2);
  });

  it('answers its stored failure once another turn has followed', async () => {
    app.agent.script(BROKEN);
    const failed = await client.failedChat('Hello you', { key: 'k' });
    await client.chat('Next', { conversation_id: failed.body.conversation_id ?? '' });

    const again = await client.failedChat('Hello you', { key: 'k' });

    expect(again.status).toBe(502);
    expect(again.body).toEqual({ ...failed.body, request_id: again.body.request_id });
    expect(app.agent.requests).toHaveLength(2);
  });
});

describe('an Idempotency-Key', () => {
  it.each(['', ' ', 'two words', 'a\tb', 'é', 'a'.repeat(256)])(
    'that is not 1 to 255 visible characters is 400 and stores nothing: %j',
    async (key) => {
      const { status, body } = await client.failedChat('Hello you', { key });

      expect([status, body.error]).toEqual([400, 'invalid_request']);
      expect(body.details).toEqual([{ field: 'Idempotency-Key', message: expect.any(String) }]);
      const list = await client.asDevice<{ total: number }>('/conversations');
      expect(list.body.total).toBe(0);
    },
  );

  it.each(['a', '~!@#$%^&*(){}[]:;"\'<>,.?/|\\', 'a'.repeat(255)])('may be %j', async (key) => {
    await client.chat('Hello you', { key });

    expect((await client.chat('Hello you', { key })).headers.get(REPLAYED)).toBe('true');
  });

  it('is not used up by a request that was refused', async () => {
    const blank = await client.chat(' ', { key: 'k' });
    const nowhere = await client.chat('Hello you', { key: 'k', conversation_id: randomUUID() });

    const taken = await client.chat('Hello you', { key: 'k' });

    expect([blank.status, nowhere.status, taken.status]).toEqual([400, 404, 200]);
    expect(taken.headers.get(REPLAYED)).toBeNull();
  });
});
