import { AgentFailedError } from '../../src/agent/agent.errors.js';
import type { AgentAnswer, AgentMessage } from '../../src/agent/agent-runner.js';
import type { OpenAiCompatibleAgent } from '../../src/agent/openai-compatible.agent.js';
import { agentOf, ask, never } from '../support/agent-request.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import type { Reply } from '../support/stand-in-replies.js';

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

const agent = (environment: Record<string, string> = {}) =>
  agentOf(model, { AGENT_MAX_CONTEXT_TOKENS: '1000', AGENT_MAX_RETRIES: '0', ...environment });
const refused = (body: object): Reply => ({ kind: 'status', status: 400, body: JSON.stringify(body) });
const tooLong = refused({ error: { code: 'context_length_exceeded', message: 'Too long.' } });
/** Messages of some 50 tokens each. */
const history = Array.from({ length: 40 }, (_, n): AgentMessage => ({
  role: 'user',
  content: `${n}: ${'word '.repeat(45)}`,
}));
const long = ask({ history });

async function streamed(runner: OpenAiCompatibleAgent): Promise<AgentAnswer | null> {
  for await (const event of runner.stream(long, never)) if (event.type === 'answer') return event.answer;
  return null;
}

const lengths = (): number[] => model.requests.map(({ body }) => body.messages.length);

describe('an endpoint that finds a prompt too long', () => {
  it.each<[string, object]>([
    ['OpenAI, by its code', { error: { code: 'context_length_exceeded', type: 'invalid_request_error' } }],
    [
      'vLLM',
      {
        error: {
          message: "This model's maximum context length is 512 tokens. However, you requested 900.",
          code: 400,
        },
      },
    ],
    [
      'vLLM before 0.10',
      { object: 'error', message: "This model's maximum context length is 512 tokens.", code: 400 },
    ],
    ['Ollama', { error: { message: 'prompt too long; exceeded max context length by 400 tokens' } }],
    [
      'llama.cpp',
      { error: { code: 400, type: 'exceed_context_size_error', message: 'too many', n_ctx: 512 } },
    ],
    [
      'LiteLLM',
      { error: { message: 'litellm.ContextWindowExceededError: no room', type: null, code: '400' } },
    ],
  ])('is asked once more with half the budget: %s', async (_who, body) => {
    model.script(refused(body), { kind: 'echo' }, refused(body));

    const answer = await agent().run(long, never);
    const answerInPieces = await streamed(agent());

    expect([answer.text, answerInPieces?.text]).toEqual(['Echo: How are you?', 'Echo: How are you?']);
    const [first = 0, second = 0, third = 0, fourth = 0] = lengths();
    expect(second).toBeGreaterThan(3);
    expect(second).toBeLessThan(first * 0.6);
    expect([third, fourth]).toEqual([first, second]);
  });

  it('fails where that is still too long, and is asked no third time', async () => {
    model.mode = tooLong;

    await expect(agent().run(long, never)).rejects.toThrow(AgentFailedError);
    await expect(streamed(agent())).rejects.toThrow(AgentFailedError);

    expect(model.requests).toHaveLength(4);
  });

  it('is asked no second time for another refusal', async () => {
    model.mode = refused({ error: { code: 'invalid_value', message: 'The length of the context is odd.' } });

    await expect(agent().run(long, never)).rejects.toThrow(AgentFailedError);

    expect(model.requests).toHaveLength(1);
  });

  it('is well, and goes on being asked', async () => {
    model.mode = tooLong;
    const one = agent();
    for (let turn = 0; turn < 6; turn += 1) await one.run(long, never).catch(() => null);

    model.mode = { kind: 'echo' };

    expect(one.state()).toBe('closed');
    await expect(one.run(long, never)).resolves.toMatchObject({ text: 'Echo: How are you?' });
  });

  it('closes the breaker again where it says so to a probe', async () => {
    const one = agent();
    model.mode = { kind: 'status', status: 500 };
    for (let turn = 0; turn < 5; turn += 1) await one.run(long, never).catch(() => null);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    model.mode = { kind: 'echo' };
    model.script(tooLong);

    const answer = await one.run(long, never);
    jest.restoreAllMocks();

    expect([answer.text, one.state()]).toEqual(['Echo: How are you?', 'closed']);
  });
});
