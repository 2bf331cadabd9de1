import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { type TurnBody, UUID_V7 } from '../support/api-bodies.js';
import type { ApiClient, ErrorBody } from '../support/api.js';
import { UserClient } from '../support/user-client.js';

const LATER = { Prefer: 'respond-async' };

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

const later = (message: string, fields: object = {}, headers: Record<string, string> = {}) =>
  client.call<TurnBody>('/chat', {
    json: { message, device_id: client.deviceId, ...fields },
    headers: { ...LATER, ...headers },
  });

const show = (id: string, headers: Record<string, string> = {}) =>
  client.asDevice<TurnBody>(`/turns/${id}`, { headers });

/** Waits for everything in line by being the next in line. */
const untilDone = (conversationId: string) => client.chat('Done?', { conversation_id: conversationId });

describe('Prefer: respond-async', () => {
  it('answers 202 with Location and the turn as GET /turns/{turn_id} shows it', async () => {
    app.agent.script({ kind: 'slow' });

    const { status, headers, body } = await later('Hello you');

    expect([status, headers.get('Location')]).toEqual([202, `/turns/${body.id}`]);
    expect(headers.get('Preference-Applied')).toBe('respond-async');
    expect(body).toEqual({
      id: expect.stringMatching(UUID_V7),
      conversation_id: expect.stringMatching(UUID_V7),
      status: 'running',
      user_message_id: expect.stringMatching(UUID_V7),
      assistant_message_id: null,
      response: null,
      error: null,
    });
    expect((await client.asDevice(headers.get('Location') ?? '')).body).toEqual(body);
    app.agent.release();
    await untilDone(body.conversation_id);
  });

  it('names the twin below /api/{user_id} in Location to users', async () => {
    const user = await UserClient.signIn(app.url, 'auth0|ä/b');

    const { status, headers, body } = await user.asUser<TurnBody>('/chat', {
      json: { message: 'Hello you' },
      headers: LATER,
    });

    expect([status, headers.get('Location')]).toEqual([202, `${user.prefix}/turns/${body.id}`]);
    expect((await user.asUser<TurnBody>(`/turns/${body.id}`)).body.id).toBe(body.id);
    expect((await show(body.id)).status).toBe(404);
    await user.chat('Done?', { conversation_id: body.conversation_id });
  });

  it('leaves a turn that is queued, running and completed in time, and the answer is stored', async () => {
    app.agent.script({ kind: 'slow' });
    const first = (await later('One')).body;
    await app.agent.arrival(1);
    const second = (await later('Two', { conversation_id: first.conversation_id })).body;

    const before = [(await show(first.id)).body.status, (await show(second.id)).body.status];
    app.agent.release();
    await untilDone(first.conversation_id);
    const after = (await show(second.id)).body;

    expect([second.status, before]).toEqual(['queued', ['running', 'queued']]);
    expect(after).toEqual({
      ...second,
      status: 'completed',
      assistant_message_id: expect.any(String),
      response: 'Echo: Two',
    });
    const { messages } = (await client.conversation(first.conversation_id)).body;
    expect(messages.find(({ seq }) => seq === 4)).toMatchObject({
      id: after.assistant_message_id,
      content: 'Echo: Two',
    });
  });

  it('leaves a failed turn with its code and a sentence in the reader’s language', async () => {
    app.agent.script({ kind: 'status', status: 500 });
    const { body } = await later('One');
    await untilDone(body.conversation_id);

    const english = await show(body.id);
    const german = await show(body.id, { 'Accept-Language': 'de' });

    expect(english.status).toBe(200);
    expect(english.body).toEqual({
      ...body,
      status: 'failed',
      error: {
        error: 'agent_failed',
        message: expect.stringMatching(/^I'm having trouble answering right now\./),
      },
    });
    expect(german.body.error?.error).toBe('agent_failed');
    expect(german.body.error?.message).not.toBe(english.body.error?.message);
  });

  it.each(['respond-async, wait=10', 'wait=5; respond-async', 'RESPOND-ASYNC'])(
    'is understood as %j',
    async (prefer) => {
      const { status, body } = await later('One', {}, { Prefer: prefer });

      expect(status).toBe(202);
      await untilDone(body.conversation_id);
    },
  );

  it('is answered 202 again with the same key: the same turn, replayed, and one model call', async () => {
    app.agent.script({ kind: 'slow' });
    const first = await later('One', {}, { 'Idempotency-Key': 'k' });
    const again = await later('One', {}, { 'Idempotency-Key': 'k' });
    app.agent.release();

    const answer = await client.chat('One', { key: 'k' });
    const ended = await later('One', {}, { 'Idempotency-Key': 'k' });

    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect([answer.status, answer.body.metadata.turn_id]).toEqual([200, first.body.id]);
    expect(ended.body).toEqual((await show(first.body.id)).body);
    expect(app.agent.requests).toHaveLength(1);
  });

  it('is refused with 409 by on_busy: "reject" while the conversation is busy', async () => {
    app.agent.script({ kind: 'slow' });
    const { conversation_id: id } = (await later('One')).body;
    await app.agent.arrival(1);

    const { status, headers, body } = await client.failedChat('Two', {
      conversation_id: id,
      on_busy: 'reject',
      headers: LATER,
    });

    expect([status, body.error, headers.get('Location')]).toEqual([409, 'conversation_busy', null]);
    app.agent.release();
    await untilDone(id);
    expect((await client.conversation(id)).body.message_count).toBe(4);
  });

  it('is refused like any other message where the message is', async () => {
    const blank = await client.failedChat(' ', { headers: LATER });
    const nowhere = await client.failedChat('Hi', { conversation_id: randomUUID(), headers: LATER });

    expect([blank.status, nowhere.status]).toEqual([400, 404]);
  });
});

describe('GET /turns/{turn_id}', () => {
  it.each(['not-a-uuid', randomUUID(), '%00', '1'])('is 404 turn_not_found for %s', async (id) => {
    const { status, body } = await client.asDevice<ErrorBody>(`/turns/${id}`);

    expect([status, body.error]).toEqual([404, 'turn_not_found']);
  });

  it("is 404 for another device's turn and for an erased one, with the same body", async () => {
    const { body } = await client.chat('One');
    const path = `/turns/${body.metadata.turn_id}`;
    const mine = await client.asDevice<ErrorBody>(path);
    const foreign = await app.client().asDevice<ErrorBody>(path);
    await client.asDevice(`/conversations/${body.conversation_id}`, { method: 'DELETE' });

    const erased = await client.asDevice<ErrorBody>(path);

    expect([mine.status, foreign.status, erased.status]).toEqual([200, 404, 404]);
    expect(foreign.body.error).toBe('turn_not_found');
    expect({ ...erased.body, request_id: '' }).toEqual({ ...foreign.body, request_id: '' });
  });

  it('is 400 where no device is named', async () => {
    const { status, body } = await client.call<ErrorBody>(`/turns/${randomUUID()}`);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });
});
