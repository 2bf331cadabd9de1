import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { MetricsService } from '../observability/metrics.service.js';
import type { OutboxState } from './outbox.entity.js';
import { type OutboxDepth, OutboxRepository } from './outbox.repository.js';

const WAITING: readonly OutboxDepth['state'][] = ['pending', 'sending', 'unknown'];
/** Scrapers share a look at the database, in ms. */
const CACHE_MS = 1000;

/** The outbox at `/metrics`: what waits in the database, whoever stored it, and what became of this process's sends. */
@Injectable()
export class OutboxFigures implements OnModuleInit {
  private readonly sends: Counter<'outcome'>;
  private depth: readonly OutboxDepth[] = [];
  private readAt = -Infinity;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly metrics: MetricsService,
  ) {
    this.sends = new Counter({
      name: 'parley_messenger_sends_total',
      help: 'Tries to send a part, by the state that it was left in.',
      labelNames: ['outcome'],
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

  countSend(outcome: OutboxState): void {
    this.sends.inc({ outcome });
  }

  private gauge(name: string, help: string, figureOf: (depth: OutboxDepth) => number): void {
    const read = (): Promise<void> => this.read();
    const depthOf = (state: string): OutboxDepth | undefined => this.depth.find((one) => one.state === state);
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [this.metrics.registry],
      async collect() {
        await read();
        for (const state of WAITING) {
          const depth = depthOf(state);
          this.set({ state }, depth ? figureOf(depth) : 0);
        }
      },
    });
  }

  /** Without the database the figures stay what they were: a scrape must not fail for one of them. */
  private async read(): Promise<void> {
    if (performance.now() - this.readAt < CACHE_MS) return;
    this.readAt = performance.now();
    this.depth = await this.outbox.depth().catch(() => this.depth);
  }
}
