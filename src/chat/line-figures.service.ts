import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { CachedReading } from '../observability/cached-reading.js';
import { MetricsService } from '../observability/metrics.service.js';
import { TurnRepository } from './turn.repository.js';

/** Turns that wait or run, in the database, at `/metrics`. */
@Injectable()
export class LineFigures implements OnModuleInit {
  constructor(
    private readonly turns: TurnRepository,
    private readonly metrics: MetricsService,
  ) {}

  onModuleInit(): void {
    const open = new CachedReading(() => this.turns.countOpen(), 0);
    new Gauge({
      name: 'parley_turns_open',
      help: 'Turns that wait or run, of all replicas.',
      registers: [this.metrics.registry],
      async collect() {
        this.set(await open.value());
      },
    });
  }
}
