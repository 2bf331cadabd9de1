import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StatementTimer } from '../database/statement-timer.js';
import type { ObservabilityEvent, ResponseGenerated, TurnFailed } from './observability.events.js';

/** Upper bounds in seconds: an answer from the cache up to the longest wait of a request. */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Upper bounds in seconds: a row from memory up to what a pool waits for. */
const STATEMENT_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

const seconds = (ms: number): number => ms / 1000;

/** The figures of this application, in a registry of its own, so that several applications share a process. */
@Injectable()
export class MetricsService implements StatementTimer, OnApplicationShutdown {
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
  private readonly queue = new Histogram({
    name: 'parley_turn_queue_seconds',
    help: 'How long ended turns had waited between acceptance and run.',
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });
  private readonly statements = new Histogram({
    name: 'parley_database_statement_duration_seconds',
    help: 'Named statements, the wait for a connection included.',
    labelNames: ['statement'],
    buckets: STATEMENT_BUCKETS_SECONDS,
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
    for (const target of ['agent', 'redis', 'send']) this.breakers.set({ target }, 0);
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }

  count(event: ObservabilityEvent): void {
    this.events.inc({ event_type: event.type, platform: event.platform ?? 'none' });
    if (event.type === 'response_generated') this.countAnswer(event);
    if (event.type === 'turn_failed') this.timeTurn('failed', event);
    if (event.type === 'breaker_opened') this.breakers.set({ target: event.target }, 1);
    if (event.type === 'breaker_closed') this.breakers.set({ target: event.target }, 0);
  }

  /** `route` is a template, never a path, so that ids don't become labels. */
  countRequest(request: { method: string; route: string; status: number; durationMs: number }): void {
    const { method, route, status, durationMs } = request;
    this.requests.observe({ method, route, status }, seconds(durationMs));
  }

  /** `name` is one of the product's own statements, so that their number is that of the code. */
  timeStatement(name: string, durationMs: number): void {
    this.statements.observe({ statement: name }, seconds(durationMs));
  }

  private timeTurn(outcome: string, { latencyMs, queueMs }: ResponseGenerated | TurnFailed): void {
    this.turns.observe({ outcome }, seconds(latencyMs));
    this.queue.observe(seconds(queueMs));
  }

  private countAnswer(event: ResponseGenerated): void {
    this.timeTurn('answered', event);
    if (event.agentMs > 0) this.agent.observe(seconds(event.agentMs));
    this.tokens.inc({ direction: 'input' }, event.inputTokens ?? 0);
    this.tokens.inc({ direction: 'output' }, event.outputTokens ?? 0);
    if (event.cost) this.cost.inc({ currency: event.cost.currency }, event.cost.amount);
  }
}
