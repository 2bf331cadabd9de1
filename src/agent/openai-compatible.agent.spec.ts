import { loadSettings } from '../config/settings.js';
import { OpenAiStandIn } from '../../test/support/openai-stand-in.js';
import { AgentFailedError, AgentTimeoutError } from './agent.errors.js';
import type { AgentEvent, AgentRequest, Passage } from './agent-runner.js';
import { ChatCompletionsClient } from './chat-completions.client.js';
import { OpenAiCompatibleAgent } from './openai-compatible.agent.js';

const never = new AbortController().signal;
let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

function agent(environment: Record<string, string> = {}): OpenAiCompatibleAgent {
  const settings = loadSettings({ AGENT_BASE_URL: model.url, AGENT_MODEL: 'stand-in', ...environment });
  return new OpenAiCompatibleAgent(settings, new ChatCompletionsClient(settings, () => 0));
}

function ask(overrides: Partial<AgentRequest> = {}): AgentRequest {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    message: 'How are you?',
    history: [],
    summary: null,
    language: 'en',
    intent: 'question',
    passages: [],
    ...overrides,
  };
}

const passage: Passage = { title: 'Hours', url: null, snippet: 'Nine', content: 'Open from nine.', score: 1 };

describe(OpenAiCompatibleAgent.name, () => {
  it('returns text, usage and model of the endpoint', async () => {
    const answer = await agent().run(ask(), never);

    expect(answer).toMatchObject({
      text: 'Echo: How are you?',
      usage: { inputTokens: 100, outputTokens: 20 },
      model: 'stand-in',
      cost: null,
      isTruncated: false,
      toolCalls: [],
    });
  });

  it('tells the model the system prompt, the summary and the passages first, then history, then the question', async () => {
    await agent({ AGENT_SYSTEM_PROMPT: 'Be kind.' }).run(
      ask({
        history: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello' },
        ],
        summary: 'They greeted.',
        passages: [passage],
      }),
      never,
    );

    const messages = model.requests[0]?.body.messages ?? [];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[0]?.content).toMatch(/^Be kind\.[^]*They greeted\.[^]*Open from nine\./);
    expect(messages.slice(1).map(({ content }) => content)).toEqual(['Hi', 'Hello', 'How are you?']);
  });

  it('names the conversation and the turn in headers and sends the key as a bearer', async () => {
    await agent({ AGENT_API_KEY: 'k-123' }).run(ask(), never);

    expect(model.requests[0]?.headers).toMatchObject({
      'x-parley-conversation': 'c-1',
      'x-parley-turn': 't-1',
      authorization: 'Bearer k-123',
    });
  });

  it('sends no authorization when no key is set', async () => {
    await agent().run(ask(), never);

    expect(model.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('gives the passages that the model was shown as sources', async () => {
    const answer = await agent().run(ask({ passages: [passage] }), never);

    expect(answer.sources).toEqual([passage]);
  });

  it('reckons the cost from the price of a million tokens', async () => {
    const prices = {
      AGENT_PRICE_INPUT_PER_MTOK: '2',
      AGENT_PRICE_OUTPUT_PER_MTOK: '10',
      AGENT_PRICE_CURRENCY: 'EUR',
    };
    const answer = await agent(prices).run(ask(), never);

    expect(answer.cost).toEqual({ amount: 0.0004, currency: 'EUR' });
  });

  it('knows no cost while one of the prices is unset', async () => {
    const answer = await agent({ AGENT_PRICE_INPUT_PER_MTOK: '2' }).run(ask(), never);

    expect(answer.cost).toBeNull();
  });

  it('cuts an answer at the longest answer and says so', async () => {
    model.mode = { kind: 'text', text: '\u{1F600}'.repeat(101) };

    const answer = await agent({ AGENT_MAX_ANSWER_CHARACTERS: '100' }).run(ask(), never);

    expect(answer).toMatchObject({ text: '\u{1F600}'.repeat(100), isTruncated: true });
  });

  it('keeps the beginning of an endless answer and closes the connection', async () => {
    model.mode = { kind: 'endless' };

    const answer = await agent({ AGENT_MAX_ANSWER_CHARACTERS: '100' }).run(ask(), never);
    await model.requests[0]?.closed;

    expect(answer.text).toHaveLength(100);
    expect(answer.isTruncated).toBe(true);
    expect(model.requests[0]?.isAborted).toBe(true);
  });

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
    model.mode = { kind: 'empty' };

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

      await expect(agent({ AGENT_TIMEOUT_MS: '100' }).run(ask(), never)).rejects.toThrow(AgentTimeoutError);
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

describe('the circuit breaker of the agent', () => {
  afterEach(() => jest.restoreAllMocks());

  async function brokenAgent(): Promise<OpenAiCompatibleAgent> {
    const broken = agent({ AGENT_MAX_RETRIES: '0' });
    model.mode = { kind: 'status', status: 500 };
    for (let failures = 0; failures < 5; failures += 1) await broken.run(ask(), never).catch(() => undefined);
    return broken;
  }

  function passCooldown(): void {
    const later = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
  }

  it('opens after five failures in a row and then asks nobody', async () => {
    const broken = await brokenAgent();

    await expect(broken.run(ask(), never)).rejects.toThrow(AgentFailedError);
    expect(broken.state()).toBe('open');
    expect(model.requests).toHaveLength(5);
  });

  it('closes when the probe after the cooldown succeeds', async () => {
    const broken = await brokenAgent();
    model.mode = { kind: 'echo' };
    passCooldown();

    await expect(broken.run(ask(), never)).resolves.toMatchObject({ text: 'Echo: How are you?' });
    expect(broken.state()).toBe('closed');
  });

  it('lets one probe through and refuses the others at once', async () => {
    const broken = await brokenAgent();
    model.mode = { kind: 'slow' };
    passCooldown();

    const probe = broken.run(ask(), never);
    await model.arrival(6);

    expect(broken.state()).toBe('half-open');
    await expect(broken.run(ask(), never)).rejects.toThrow(AgentFailedError);
    model.release();
    await expect(probe).resolves.toMatchObject({ text: 'Echo: How are you?' });
  });

  it('stays open when the caller aborts the probe', async () => {
    const broken = await brokenAgent();
    model.mode = { kind: 'hang' };
    passCooldown();
    const caller = new AbortController();

    const probe = broken.run(ask(), caller.signal);
    await model.arrival(6);
    caller.abort(new Error('gone'));

    await expect(probe).rejects.toThrow('gone');
    expect(broken.state()).toBe('open');
  });

  it('stays closed when requests are refused or callers abort', async () => {
    const alive = agent({ AGENT_MAX_RETRIES: '0' });
    model.mode = { kind: 'status', status: 429 };
    for (let refusals = 0; refusals < 6; refusals += 1) {
      await expect(alive.run(ask(), never)).rejects.toThrow(AgentFailedError);
    }
    for (let aborts = 0; aborts < 6; aborts += 1) {
      await expect(alive.run(ask(), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    }

    expect(alive.state()).toBe('closed');
  });
});

describe('the stream of the agent', () => {
  async function collect(events: AsyncIterable<AgentEvent>): Promise<AgentEvent[]> {
    const collected: AgentEvent[] = [];
    for await (const event of events) collected.push(event);
    return collected;
  }

  it('brings the pieces in order and then the whole answer', async () => {
    const events = await collect(agent().stream(ask(), never));

    const text = events.map((event) => (event.type === 'delta' ? event.text : '')).join('');
    expect(text).toBe('Echo: How are you?');
    expect(events.filter(({ type }) => type === 'delta').length).toBeGreaterThan(1);
    expect(events.at(-1)).toMatchObject({
      type: 'answer',
      answer: { text, usage: { inputTokens: 100, outputTokens: 20 }, model: 'stand-in' },
    });
  });

  it('cuts an endless answer and closes the connection', async () => {
    model.mode = { kind: 'endless' };

    const events = await collect(agent({ AGENT_MAX_ANSWER_CHARACTERS: '100' }).stream(ask(), never));
    await model.requests[0]?.closed;

    expect(events.at(-1)).toMatchObject({ type: 'answer', answer: { isTruncated: true } });
    expect(events.map((event) => (event.type === 'delta' ? event.text : '')).join('')).toHaveLength(100);
    expect(model.requests[0]?.isAborted).toBe(true);
  });

  it('asks again when the opening fails', async () => {
    model.script({ kind: 'status', status: 500 });

    const events = await collect(agent().stream(ask(), never));

    expect(events.at(-1)).toMatchObject({ type: 'answer' });
    expect(model.requests).toHaveLength(2);
  });

  it.each([
    ['breaks in mid-answer', { kind: 'reset-midway' }],
    ['is empty', { kind: 'empty' }],
    ['is not one', { kind: 'garbage', body: 'data: {"choices":7}\n\n' }],
    [
      'ends before the answer does',
      { kind: 'garbage', body: 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n' },
    ],
  ] as const)('fails when it %s', async (_name, reply) => {
    model.mode = reply;

    await expect(collect(agent().stream(ask(), never))).rejects.toThrow(AgentFailedError);
  });

  it('times out when it stalls', async () => {
    model.mode = { kind: 'hang-midway' };

    const events = collect(agent({ AGENT_TIMEOUT_MS: '100' }).stream(ask(), never));

    await expect(events).rejects.toThrow(AgentTimeoutError);
  });

  it('closes the connection when its reader leaves', async () => {
    model.mode = { kind: 'endless' };

    for await (const event of agent().stream(ask(), never)) {
      if (event.type === 'delta') break;
    }
    const request = await model.arrival(1);
    await request.closed;

    expect(request.isAborted).toBe(true);
  });
});
