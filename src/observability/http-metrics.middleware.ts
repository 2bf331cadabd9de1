import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { refusedOwner } from '../auth/refused-owner.js';
import { MetricsService } from './metrics.service.js';
import { requestIdOf } from './request-id.js';
import { routeTemplate } from './route-template.js';
import { TurnEvents } from './turn-events.service.js';

/** Times every request, also those that a guard refuses or no route answers, and tells of each 429. */
@Injectable()
export class HttpMetricsMiddleware implements NestMiddleware {
  constructor(
    private readonly metrics: MetricsService,
    private readonly events: TurnEvents,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const startedAt = performance.now();
    response.once('close', () => this.count(request, response, performance.now() - startedAt));
    next();
  }

  private count(request: Request, response: Response, durationMs: number): void {
    const { statusCode: status } = response;
    this.metrics.countRequest({ method: request.method, route: routeTemplate(request), status, durationMs });
    if (status !== 429) return;
    this.events.publish({
      type: 'rate_limited',
      requestId: requestIdOf(request),
      conversationId: null,
      platform: null,
      latencyMs: null,
      owner: refusedOwner(request),
    });
  }
}
