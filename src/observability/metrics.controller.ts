import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { MetricsTokenGuard } from './metrics-token.guard.js';
import { MetricsService } from './metrics.service.js';

const FIGURES = {
  description: 'The text format of Prometheus.',
  content: {
    'text/plain': {
      schema: { type: 'string' },
      example: 'parley_events_total{event_type="message_received",platform="web"} 42',
    },
  },
} as const;

@Controller('metrics')
@UseGuards(MetricsTokenGuard)
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /** The figures of this process in the text format of Prometheus. */
  @Get()
  @ApiOkResponse(FIGURES)
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
