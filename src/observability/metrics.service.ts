import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ObservabilityEvent, ResponseGenerated } from './observability.events.js';

/** Upper bounds in seconds: an answer from the cache up to the longest wait of a request. */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const seconds = (ms: number): number => ms / 1000;

/** The figures of this application, in a registry of its own, so that several applications share a process. */
@Injectable()
export class MetricsService implements OnApplicationShutdown {
  readonly registry = new Registry();
  private readonly events = new Counter({
    name: 'parley_events_total',
    help: 'Events by type and platform.',
    labelNames: ['event_type', 'platform'],
    registers: [this.registry],
  });
  private readonly turns = new Histogram({
    name: 'parley_turn_duration_seconds',
    help: 'Turns from acceptance to their end, by outcome.',
    labelNames: ['outcome'],
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });
  private readonly agent = new Histogram({
    name: 'parley_agent_duration_seconds',
    help: 'Runs of the agent that gave an answer.',
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'HTTP requests by method, route template and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });
  private readonly tokens = new Counter({
    name: 'parley_tokens_total',
    help: 'Tokens of the model, in and out.',
    labelNames: ['direction'],
    registers: [this.registry],
  });
  private readonly cost = new Counter({
    name: 'parley_cost_total',
    help: 'Cost of the model by currency.',
    labelNames: ['currency'],
    registers: [this.registry],
  });
  private readonly breakers = new Gauge({
    name: 'parley_breaker_open',
    help: '1 while the circuit breaker is open.',
    labelNames: ['target'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }

  count(event: ObservabilityEvent): void {
    this.events.inc({ event_type: event.type, platform: event.platform ?? 'none' });
    if (event.type === 'response_generated') this.countAnswer(event);
    if (event.type === 'turn_failed')
      this.turns.observe({ outcome: 'failed' }, seconds(event.latencyMs ?? 0));
    if (event.type === 'breaker_opened') this.breakers.set({ target: event.target }, 1);
    if (event.type === 'breaker_closed') this.breakers.set({ target: event.target }, 0);
  }

  /** `route` is a template, never a path, so that ids don't become labels. */
  countRequest(request: { method: string; route: string; status: number; durationMs: number }): void {
    const { method, route, status, durationMs } = request;
    this.requests.observe({ method, route, status }, seconds(durationMs));
  }

  private timeTurn(outcome: string, latencyMs: number | null): void {
    if (latencyMs !== null) this.turns.observe({ outcome }, seconds(latencyMs));
  }

  private countAnswer(event: ResponseGenerated): void {
    this.timeTurn('answered', event.latencyMs);
    if (event.agentMs > 0) this.agent.observe(seconds(event.agentMs));
    this.tokens.inc({ direction: 'input' }, event.inputTokens ?? 0);
    this.tokens.inc({ direction: 'output' }, event.outputTokens ?? 0);
    if (event.cost) this.cost.inc({ currency: event.cost.currency }, event.cost.amount);
  }
}
