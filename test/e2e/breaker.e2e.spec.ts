import { type AgentApp, startAgentApp } from '../support/agent-app.js';

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp();
});
afterAll(() => app.stop());

const figures = async (): Promise<string> => (await fetch(`${app.url}/metrics`)).text();

describe('the breaker in front of the agent', () => {
  it('is shown as closed from the start, and its opening is an event', async () => {
    const before = await figures();
    app.agent.mode = { kind: 'status', status: 500 };
    for (let failures = 0; failures < 6; failures += 1) await app.client().failedChat('Are you well?');

    expect(before).toContain('parley_breaker_open{target="agent"} 0');
    const after = await figures();
    expect(after).toContain('parley_breaker_open{target="agent"} 1');
    expect(after).toContain('parley_events_total{event_type="breaker_opened",platform="none"} 1');
    expect(app.agent.requests).toHaveLength(5);
  });
});
