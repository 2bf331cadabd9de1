import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient, ErrorBody } from '../support/api.js';
import { breakDatabase, type Failure, FAILURES, FEW_REQUESTS } from '../support/failures.js';
import { sendRaw } from '../support/raw-http.js';

const INTERNALS =
  /\bat \S+ \(|\.[jt]s\b|node_modules|select |insert into|typeorm|postgres|nest|express|secret/i;
const UUID = /^[0-9a-f-]{36}$/;

/** An answer that is not the last one will never be. */
const mayBeRepeated = ({ status, code }: Failure): boolean =>
  [409, 429, 503].includes(status) && code !== 'not_last_turn';

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp({ RATE_LIMIT_PER_DEVICE: FEW_REQUESTS });
  await breakDatabase(app.databaseUrl);
});
beforeEach(() => app.agent.reset());
afterEach(() => app.agent.release());
afterAll(() => app.stop());

describe('an error', () => {
  it.each(FAILURES)(
    'answers %s with code, sentence and request id, and tells no internals',
    async (_, failure) => {
      const { status, headers, body } = await failure.provoke(app, { 'X-Request-Id': 'client.id-1_A' });

      expect([status, body.error]).toEqual([failure.status, failure.code]);
      expect(body.request_id).toBe('client.id-1_A');
      expect(headers.get('X-Request-Id')).toBe('client.id-1_A');
      expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Powered-By')).toBeNull();
      expect(body.message).toMatch(/^[A-Z].+[.?]$/);
      expect(`${JSON.stringify(body)}${JSON.stringify([...headers])}`).not.toMatch(INTERNALS);
    },
  );

  it.each(FAILURES)('has no fields but those of the contract: %s', async (_, failure) => {
    const { body } = await failure.provoke(app, {});

    const { error, message, request_id, details, retry_after, ...others } = body;
    expect([error, typeof message, request_id]).toEqual([
      failure.code,
      'string',
      expect.stringMatching(UUID),
    ]);
    expect(details === undefined).toBe(failure.code !== 'invalid_request');
    expect(retry_after === undefined).toBe(!mayBeRepeated(failure));
    expect(Object.keys(others)).toEqual(
      failure.status === 502 ? ['conversation_id', 'user_message_id', 'turn_id'] : [],
    );
  });

  it.each(FAILURES.filter(([, failure]) => mayBeRepeated(failure)))(
    'says in whole seconds when to come back, in header and body: %s',
    async (_, failure) => {
      const { headers, body } = await failure.provoke(app, {});

      expect(headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
      expect(body.retry_after).toBe(Number(headers.get('Retry-After')));
    },
  );

  it('401 carries WWW-Authenticate, and 405 what is allowed', async () => {
    const client = app.client();

    const stranger = await client.call('/api/alice/conversations');
    const wrong = await client.asDevice('/chat', { method: 'DELETE' });

    expect([stranger.status, stranger.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
    expect([wrong.status, wrong.headers.get('Allow')]).toEqual([405, 'POST']);
  });

  it('names every field of a bad request in details', async () => {
    const { body } = await app.client().asDevice<ErrorBody>('/chat', {
      json: { message: 7, platform: 'fax', colour: 'red' },
    });

    expect(body.details?.map(({ field }) => field).toSorted()).toEqual(
      expect.arrayContaining(['colour', 'message', 'platform']),
    );
  });

  it('answers 431 headers_too_large to headers over the limit', async () => {
    const [answer] = await sendRaw(
      Number(new URL(app.url).port),
      `GET /conversations HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`,
    );

    expect(answer?.status).toBe(431);
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      error: 'headers_too_large',
      message: "This request's headers are too large.",
      request_id: expect.stringMatching(UUID),
    });
  });
});

describe('X-Request-Id', () => {
  let client: ApiClient;

  beforeEach(() => {
    client = app.client();
  });

  it.each(['a', 'A-Z_0.9', 'x'.repeat(64)])('comes back as it came: %s', async (id) => {
    const headers = { 'X-Request-Id': id };

    const answer = await client.chat('Hello you', { headers });
    const refusal = await client.failedChat('', { headers });

    expect([answer.headers.get('X-Request-Id'), refusal.body.request_id]).toEqual([id, id]);
  });

  it.each(['', 'two words', 'x'.repeat(65), 'a/b', '<b>', 'é', '"a"'])(
    'is replaced by a new one where it breaks the rule: %j',
    async (id) => {
      const { headers, body } = await client.failedChat('', { headers: { 'X-Request-Id': id } });

      expect(body.request_id).toMatch(UUID);
      expect(headers.get('X-Request-Id')).toBe(body.request_id);
    },
  );

  it('is a new one for every request without it', async () => {
    const [one, other] = [await client.asDevice('/conversations'), await client.asDevice('/conversations')];

    expect(one.headers.get('X-Request-Id')).toMatch(UUID);
    expect(other.headers.get('X-Request-Id')).not.toBe(one.headers.get('X-Request-Id'));
  });
});
