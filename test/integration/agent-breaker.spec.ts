import { AgentFailedError } from '../../src/agent/agent.errors.js';
import type { OpenAiCompatibleAgent } from '../../src/agent/openai-compatible.agent.js';
import { agentOf, ask, never } from '../support/agent-request.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => {
  model.reset();
  told.length = 0;
});
afterAll(() => model.close());

/** What the breaker told of itself. */
const told: string[] = [];
const listener = { opened: () => void told.push('opened'), closed: () => void told.push('closed') };
const agent = (environment?: Record<string, string>) => agentOf(model, environment, listener);

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

  it('tells once that it opened, whatever becomes of probes, and once that it closed', async () => {
    const broken = await brokenAgent();
    passCooldown();
    await expect(broken.run(ask(), never)).rejects.toThrow(AgentFailedError);
    const whileOpen = [...told];
    model.mode = { kind: 'echo' };
    passCooldown();
    await broken.run(ask(), never);

    expect(model.requests).toHaveLength(7);
    expect([whileOpen, told]).toEqual([['opened'], ['opened', 'closed']]);
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

    expect([alive.state(), told]).toEqual(['closed', []]);
  });
});
