import { AgentFailedError, AgentTimeoutError } from '../../src/agent/agent.errors.js';
import type { AgentEvent } from '../../src/agent/agent-runner.js';
import { agentOf, ask, never } from '../support/agent-request.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

const agent = (environment?: Record<string, string>) => agentOf(model, environment);

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
    ['is empty', { kind: 'text', text: '' }],
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
