import { AgentFailedError, AgentTimeoutError } from '../../src/agent/agent.errors.js';
import { agentOf, ask, never } from '../support/agent-request.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

const agent = (environment?: Record<string, string>) => agentOf(model, environment);

describe('an agent whose endpoint misbehaves', () => {
  it.each([
    ['not JSON', '<html>Bad gateway</html>'],
    ['JSON without choices', '{"object":"list"}'],
    ['no choice at all', '{"choices":[]}'],
    ['a message without content', '{"choices":[{"message":{"role":"assistant","content":null}}]}'],
    ['nothing', ''],
  ])('fails when the endpoint answers with %s, without asking again', async (_name, body) => {
    model.mode = { kind: 'garbage', body };

    await expect(agent().run(ask(), never)).rejects.toThrow(AgentFailedError);
    expect(model.requests).toHaveLength(1);
  });

  it('fails when the answer is empty', async () => {
    model.mode = { kind: 'text', text: '' };

    await expect(agent().run(ask(), never)).rejects.toThrow(AgentFailedError);
  });

  it.each([
    ['429', { kind: 'status', status: 429, retryAfter: '0' }],
    ['500', { kind: 'status', status: 500 }],
    ['a reset connection', { kind: 'reset' }],
    ['a connection reset in mid-answer', { kind: 'reset-midway' }],
  ] as const)('asks again after %s', async (_name, reply) => {
    model.script(reply);

    const answer = await agent().run(ask(), never);

    expect(answer.text).toBe('Echo: How are you?');
    expect(model.requests).toHaveLength(2);
  });

  it('gives up after AGENT_MAX_RETRIES', async () => {
    model.mode = { kind: 'status', status: 503 };

    await expect(agent({ AGENT_MAX_RETRIES: '1' }).run(ask(), never)).rejects.toThrow(AgentFailedError);
    expect(model.requests).toHaveLength(2);
  });

  it.each([400, 401, 404, 422])('does not repeat a request that was refused with %d', async (status) => {
    model.mode = { kind: 'status', status };

    await expect(agent().run(ask(), never)).rejects.toThrow(AgentFailedError);
    expect(model.requests).toHaveLength(1);
  });

  it('fails at once when Retry-After lies beyond the deadline', async () => {
    model.mode = { kind: 'status', status: 429, retryAfter: '3600' };

    await expect(agent().run(ask(), never)).rejects.toThrow(AgentFailedError);
    expect(model.requests).toHaveLength(1);
  });

  it.each(['hang', 'hang-midway'] as const)(
    'times out and closes the connection when the endpoint does %s',
    async (kind) => {
      model.mode = { kind };

      await expect(agent({ AGENT_TIMEOUT_MS: '1500' }).run(ask(), never)).rejects.toThrow(AgentTimeoutError);
      await model.requests[0]?.closed;
      expect(model.requests[0]?.isAborted).toBe(true);
    },
  );

  it('ends with the reason of the caller and closes the connection when the caller aborts', async () => {
    model.mode = { kind: 'hang' };
    const caller = new AbortController();
    const reason = new Error('lease lost');

    const run = agent().run(ask(), caller.signal);
    const request = await model.arrival(1);
    caller.abort(reason);

    await expect(run).rejects.toBe(reason);
    await request.closed;
    expect(request.isAborted).toBe(true);
  });

  it('ends with the reason of the caller who aborts between two tries', async () => {
    model.mode = { kind: 'status', status: 503, retryAfter: '20' };
    const caller = new AbortController();
    const reason = new Error('cancelled');

    const run = agent().run(ask(), caller.signal);
    await (
      await model.arrival(1)
    ).closed;
    caller.abort(reason);

    await expect(run).rejects.toBe(reason);
    expect(model.requests).toHaveLength(1);
  });

  it('waits for a slow answer within the deadline', async () => {
    model.mode = { kind: 'slow' };

    const run = agent().run(ask(), never);
    await model.arrival(1);
    model.release();

    await expect(run).resolves.toMatchObject({ text: 'Echo: How are you?' });
  });

  it('fails when nobody listens', async () => {
    const dead = await OpenAiStandIn.start();
    const url = dead.url;
    await dead.close();

    const run = agent({ AGENT_BASE_URL: url, AGENT_MAX_RETRIES: '0' }).run(ask(), never);

    await expect(run).rejects.toThrow(AgentFailedError);
  });
});
