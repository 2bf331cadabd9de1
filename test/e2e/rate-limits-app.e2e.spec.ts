import { loadSettings } from '../../src/config/settings.js';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { type Answer, ApiClient, type Call, type ErrorBody } from '../support/api.js';
import { API_ROUTES, requestOf, type RouteIds } from '../support/api-routes.js';
import { UserClient } from '../support/user-client.js';

/** Every route but turns, which no owner's budget pays for. */
const PAID_ROUTES = API_ROUTES.filter(([name]) => !name.includes('/turns/'));

let app: AgentApp;

afterEach(() => app.stop());

const start = async (env: Record<string, string> = {}): Promise<void> => {
  app = await startAgentApp({ RATE_LIMIT_PER_IP: '600', ...env });
};

const budget = ({ headers }: Answer<unknown>): (string | null)[] =>
  ['RateLimit-Limit', 'RateLimit-Remaining'].map((name) => headers.get(name));

const statuses = (answers: readonly Answer<unknown>[]): number[] => answers.map(({ status }) => status);

/** One after another: budgets count in the order of arrival. */
async function repeat<T>(count: number, request: (index: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let index = 0; index < count; index += 1) answers.push(await request(index));
  return answers;
}

describe('the limit per device', () => {
  it('is 60 requests a minute: the 61st is 429 with Retry-After in whole seconds', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: String(loadSettings({}).chat.ratePerDevice) });
    const client = app.client();

    const passed = await repeat(60, () => client.asDevice('/conversations'));
    const { status, headers, body } = await client.asDevice<ErrorBody>('/conversations');

    expect(new Set(statuses(passed))).toEqual(new Set([200]));
    expect(passed.map(budget)).toEqual(passed.map((_, index) => ['60', String(59 - index)]));
    const seconds = Number(headers.get('Retry-After'));
    expect(headers.get('Retry-After')).toMatch(/^([1-9]|[1-5]\d|60)$/);
    expect(headers.get('RateLimit-Reset')).toBe(String(seconds));
    expect([status, body]).toEqual([
      429,
      {
        error: 'rate_limited',
        message: expect.stringContaining('Please wait a moment'),
        request_id: headers.get('X-Request-Id'),
        retry_after: seconds,
      },
    ]);
  });

  it('is one budget over all routes, and leaves other devices theirs', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: String(PAID_ROUTES.length + 1) });
    const [client, other] = [app.client(), app.client()];
    const { body } = await client.chat('Hello');
    const ids: RouteIds = { conversationId: body.conversation_id, turnId: body.metadata.turn_id };
    const each = (by: ApiClient): Promise<Answer<unknown>[]> =>
      repeat(PAID_ROUTES.length, (index) => {
        const [, route] = PAID_ROUTES[index] ?? [];
        const { path, call } = route ? requestOf(route, ids) : { path: '/', call: {} };
        return by.asDevice(path, call);
      });

    expect(statuses(await each(client))).toEqual(PAID_ROUTES.map(([, { status }]) => status));
    expect(statuses(await each(client))).toEqual(PAID_ROUTES.map(() => 429));
    expect(statuses(await each(other))).not.toContain(429);
  });

  it('counts invalid requests, and stores nothing of a refused one', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: '5' });
    const client = app.client();
    const invalid = [
      await client.failedChat(''),
      await client.failedChat('Hello', { colour: 'red' }),
      await client.asDevice('/conversations/abc'),
      await client.asDevice('/nothing'),
      await client.asDevice('/chat', { method: 'PUT', json: {} }),
    ];

    const refused = await client.failedChat('Hello');

    expect(statuses([...invalid, refused])).toEqual([400, 400, 400, 404, 405, 429]);
    expect(app.agent.requests).toHaveLength(0);
  });

  it('does not hold for /turns/*, which the limit per address pays for', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: '1' });
    const client = app.client();
    const { body } = await client.chat('Hello');

    const turns = await repeat(3, () => client.asDevice(`/turns/${body.metadata.turn_id}`));

    expect(statuses(turns)).toEqual([200, 200, 200]);
    expect(turns.map(budget)).toEqual([
      ['600', '598'],
      ['600', '597'],
      ['600', '596'],
    ]);
  });

  it('does not hold where no usable device is named: only the limit per address does', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: '1' });
    const client = app.client();

    const answers = await repeat(3, () => client.call('/conversations?device_id='));

    expect(statuses(answers)).toEqual([400, 400, 400]);
    expect(answers.map(budget).map(([limit]) => limit)).toEqual(['600', '600', '600']);
  });
});

describe('the limit per user', () => {
  it('holds over all routes of the user, and apart from devices of the same id', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: '2' });
    const user = await UserClient.signIn(app.url);

    const answers = [
      await user.chat('Hello'),
      await user.asUser('/conversations'),
      await user.asUser('/chat/history'),
    ];
    const namesake = await app.client(user.userId).asDevice('/conversations');

    expect(statuses([...answers, namesake])).toEqual([200, 200, 429, 200]);
  });

  it('cannot be spent by others', async () => {
    await start({ RATE_LIMIT_PER_DEVICE: '2' });
    const [alice, mallory] = [await UserClient.signIn(app.url), await UserClient.signIn(app.url)];
    const client = new ApiClient(app.url);
    const attempts: Call[] = [
      {},
      { headers: { Authorization: 'Bearer not.a.token' } },
      { headers: { Authorization: `Bearer ${mallory.token}` } },
      { headers: { 'X-Device-Id': alice.userId } },
    ];

    const refused = await repeat(12, (index) =>
      client.call(`${alice.prefix}/conversations`, attempts[index % attempts.length]),
    );

    expect(statuses(refused)).toEqual(Array(3).fill([401, 401, 403, 401]).flat());
    expect(budget(await alice.asUser('/conversations'))).toEqual(['2', '1']);
  });
});
