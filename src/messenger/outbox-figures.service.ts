import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge, Histogram } from 'prom-client';
import { CachedReading } from '../observability/cached-reading.js';
import { MetricsService } from '../observability/metrics.service.js';
import type { OutboxState } from './outbox.entity.js';
import { type OutboxDepth, OutboxRepository } from './outbox.repository.js';

const WAITING: readonly OutboxDepth['state'][] = ['pending', 'sending', 'unknown'];
/** Upper bounds in seconds: a call of the Send API up to its longest timeout. */
const BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The outbox at `/metrics`: what waits in the database, whoever stored it, and what became of this process's sends. */
@Injectable()
export class OutboxFigures implements OnModuleInit {
  private readonly sends: Histogram<'outcome'>;
  private readonly depth: CachedReading<readonly OutboxDepth[]>;

  constructor(
    outbox: OutboxRepository,
    private readonly metrics: MetricsService,
  ) {
    this.depth = new CachedReading(() => outbox.depth(), []);
    this.sends = new Histogram({
      name: 'parley_send_duration_seconds',
      help: 'Tries to send a part of an answer, by the state that it was left in.',
      labelNames: ['outcome'],
      buckets: BUCKETS_SECONDS,
      registers: [metrics.registry],
    });
  }

  onModuleInit(): void {
    this.gauge(
      'parley_outbox_parts',
      'Parts that are under way or wait, of all replicas.',
      ({ parts }) => parts,
    );
    this.gauge(
      'parley_outbox_oldest_seconds',
      'Age of the oldest part that is under way or waits, of all replicas.',
      ({ oldestS }) => oldestS,
    );
  }

  timeSend(outcome: OutboxState, durationMs: number): void {
    this.sends.observe({ outcome }, durationMs / 1000);
  }

  private gauge(name: string, help: string, figureOf: (depth: OutboxDepth) => number): void {
    const { depth } = this;
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [this.metrics.registry],
      async collect() {
        const known = await depth.value();
        for (const state of WAITING) {
          const one = known.find((each) => each.state === state);
          this.set({ state }, one ? figureOf(one) : 0);
        }
      },
    });
  }
}
