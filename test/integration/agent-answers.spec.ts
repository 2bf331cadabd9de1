import { OpenAiCompatibleAgent } from '../../src/agent/openai-compatible.agent.js';
import { agentOf, ask, never, passage } from '../support/agent-request.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

const agent = (environment?: Record<string, string>) => agentOf(model, environment);

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
});
