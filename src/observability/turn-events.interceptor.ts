import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { usableOwner } from '../auth/request-owner.js';
import { answeredConversation, askedPlatform } from './chat-exchange.js';
import type { ResponseSent } from './observability.events.js';
import { requestIdOf } from './request-id.js';
import { isChatRequest } from './route-template.js';
import { TurnEvents } from './turn-events.service.js';

/** Publishes `response_sent` when an answer has left on a chat route, also one that was given before. */
@Injectable()
export class TurnEventsInterceptor implements NestInterceptor {
  constructor(private readonly events: TurnEvents) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (!isChatRequest(request)) return next.handle();
    const startedAt = performance.now();
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      tap((body) => {
        const conversationId = answeredConversation(body);
        if (conversationId === null) return;
        response.once('finish', () => {
          const latencyMs = performance.now() - startedAt;
          this.events.publish(responseSent(request, conversationId, latencyMs));
        });
      }),
    );
  }
}

const responseSent = (request: Request, conversationId: string, latencyMs: number): ResponseSent => ({
  type: 'response_sent',
  requestId: requestIdOf(request),
  conversationId,
  platform: askedPlatform(request),
  owner: usableOwner(request),
  latencyMs,
});
