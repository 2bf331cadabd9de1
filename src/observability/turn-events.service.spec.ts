import { LogLines } from '../../test/support/log-lines.js';
import { loadSettings } from '../config/settings.js';
import { createJsonLog } from './json-log.js';
import { MetricsService } from './metrics.service.js';
import type { ResponseGenerated } from './observability.events.js';
import { TurnEvents } from './turn-events.service.js';

const facts = {
  requestId: 'r1',
  conversationId: 'c1',
  platform: 'web',
  latencyMs: 1234.4,
  owner: { kind: 'device', id: 'secret-device' },
} as const;

const answered: ResponseGenerated = {
  ...facts,
  type: 'response_generated',
  queueMs: 100,
  agentMs: 900,
  inputTokens: 12,
  outputTokens: 34,
  cost: { amount: 0.5, currency: 'EUR' },
};

function publisher() {
  const settings = loadSettings({ LOG_HASH_KEY: 'a key of sixteen bytes' });
  const lines = new LogLines();
  const metrics = new MetricsService();
  return { lines, metrics, events: new TurnEvents(createJsonLog(settings, lines), metrics, settings) };
}

describe(TurnEvents.name, () => {
  it('logs an event with its facts and the owner as a keyed hash', () => {
    const { lines, events } = publisher();

    events.publish({ ...facts, type: 'intent_classified', intent: 'greeting', language: 'de' });

    expect(lines.all()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'intent_classified',
        event_type: 'intent_classified',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        request_id: 'r1',
        conversation_id: 'c1',
        platform: 'web',
        latency_ms: 1234,
        owner: expect.stringMatching(/^[0-9a-f]{32}$/),
        intent: 'greeting',
        language: 'de',
      },
    ]);
    expect(lines.raw()).not.toContain('secret-device');
  });

  it('writes null for what is not known', () => {
    const { lines, events } = publisher();

    events.publish({
      type: 'breaker_opened',
      target: 'agent',
      requestId: null,
      conversationId: null,
      platform: null,
      latencyMs: null,
      owner: null,
    });

    expect(lines.all()[0]).toMatchObject({
      request_id: null,
      conversation_id: null,
      platform: null,
      latency_ms: null,
      owner: null,
      target: 'agent',
    });
  });

  it('turns an answer into durations, tokens and cost', async () => {
    const { metrics, events } = publisher();

    events.publish(answered);

    const text = await metrics.registry.metrics();
    expect(text).toContain('parley_events_total{event_type="response_generated",platform="web"} 1');
    expect(text).toContain('parley_turn_duration_seconds_count{outcome="answered"} 1');
    expect(text).toContain('parley_turn_queue_seconds_sum 0.1');
    expect(text).toContain('parley_agent_duration_seconds_sum 0.9');
    expect(text).toContain('parley_tokens_total{direction="input"} 12');
    expect(text).toContain('parley_tokens_total{direction="output"} 34');
    expect(text).toContain('parley_cost_total{currency="EUR"} 0.5');
  });

  it('does not count a run of the agent where the agent was not asked', async () => {
    const { metrics, events } = publisher();

    events.publish({ ...answered, agentMs: 0, inputTokens: null, cost: null });

    expect(await metrics.registry.metrics()).toContain('parley_agent_duration_seconds_count 0');
  });

  it('counts a failed turn and shows whether a breaker is open, from the start', async () => {
    const { metrics, events } = publisher();
    const before = await metrics.registry.metrics();

    events.publish({ ...facts, type: 'turn_failed', queueMs: 200, errorCode: 'agent_timeout' });
    events.publish({ ...facts, type: 'breaker_opened', target: 'agent' });
    const whileOpen = await metrics.registry.metrics();
    events.publish({ ...facts, type: 'breaker_closed', target: 'agent' });

    expect(before).toContain('parley_breaker_open{target="agent"} 0');
    expect(whileOpen).toContain('parley_turn_duration_seconds_count{outcome="failed"} 1');
    expect(whileOpen).toContain('parley_turn_queue_seconds_sum 0.2');
    expect(whileOpen).toContain('parley_breaker_open{target="agent"} 1');
    expect(await metrics.registry.metrics()).toContain('parley_breaker_open{target="agent"} 0');
  });

  it('keeps the figures of two applications apart', async () => {
    const one = publisher();
    const other = publisher();

    one.events.publish(answered);

    expect(await other.metrics.registry.metrics()).not.toContain('event_type="response_generated"');
  });
});
