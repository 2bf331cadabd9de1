import { loadSettings } from '../../src/config/settings.js';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { type Answer, ApiClient, type ErrorBody } from '../support/api.js';
import { UserClient } from '../support/user-client.js';

let app: AgentApp;

afterEach(() => app.stop());

const start = async (env: Record<string, string>): Promise<void> => {
  app = await startAgentApp(env);
};

const budget = ({ headers }: Answer<unknown>): (string | null)[] =>
  ['RateLimit-Limit', 'RateLimit-Remaining'].map((name) => headers.get(name));

const list = (headers: Record<string, string> = {}): Promise<Answer<ErrorBody>> =>
  app.client().asDevice('/conversations', { headers });

describe('the limit per address', () => {
  it('is 600 requests a minute where nothing else is set', async () => {
    await start({ RATE_LIMIT_PER_IP: String(loadSettings({}).chat.ratePerIp) });

    const withoutDevice = await app.client().call('/conversations');

    expect([withoutDevice.status, budget(withoutDevice)]).toEqual([400, ['600', '599']]);
  });

  it('stops a caller who rotates device ids, before a token is looked at', async () => {
    await start({ RATE_LIMIT_PER_IP: '5' });
    for (let request = 0; request < 5; request += 1) await list();
    const user = await UserClient.signIn(app.url);

    const answers = [
      await app.client().failedChat('Hello'),
      await list(),
      await user.asUser<ErrorBody>('/conversations'),
      await new ApiClient(app.url).call<ErrorBody>('/api/alice/conversations'),
    ];

    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
      Array(4).fill([429, 'rate_limited']),
    );
    expect(answers.map(budget)).toEqual(Array(4).fill(['5', '0']));
    for (const { headers, body } of answers)
      expect(headers.get('Retry-After')).toBe(String(body.retry_after));
  });

  it('spares health, metrics and the pages', async () => {
    await start({ RATE_LIMIT_PER_IP: '1' });
    await list();
    const pages = ['/health', '/health/live', '/health/ready', '/health/startup', '/metrics', '/', '/docs'];

    const answers = await Promise.all([...pages, '/openapi.json'].map((path) => fetch(`${app.url}${path}`)));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.map(({ headers }) => headers.get('RateLimit-Limit'))).toEqual(Array(8).fill(null));
    expect(bodies.every((body) => body.length > 0)).toBe(true);
    expect((await list()).status).toBe(429);
  });

  it.each([
    ['unset', {}, [200, 429]],
    ['false', { TRUST_PROXY: 'false' }, [200, 429]],
    ['a hop count', { TRUST_PROXY: '1' }, [200, 200]],
    ['the proxy’s address', { TRUST_PROXY: '127.0.0.1, ::1' }, [200, 200]],
    ['another address', { TRUST_PROXY: '10.0.0.1' }, [200, 429]],
  ])('believes X-Forwarded-For as TRUST_PROXY says: %s', async (_, env, expected) => {
    await start({ RATE_LIMIT_PER_IP: '1', ...env });

    const first = await list({ 'X-Forwarded-For': '203.0.113.1' });
    const second = await list({ 'X-Forwarded-For': '203.0.113.2' });

    expect([first.status, second.status]).toEqual(expected);
  });
});
