import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsService } from '../observability/metrics.service.js';

/** Messenger's figures at `/metrics`. Labels come from closed lists. */
@Injectable()
export class MessengerFigures {
  private readonly events: Counter<'kind' | 'outcome'>;

  constructor({ registry }: MetricsService) {
    this.events = new Counter({
      name: 'parley_messenger_events_total',
      help: 'Events that Meta delivered, by kind and what became of them.',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    });
  }

  countEvent(kind: string, outcome: string): void {
    this.events.inc({ kind, outcome });
  }
}
