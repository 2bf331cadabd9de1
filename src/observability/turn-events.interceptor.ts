import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { chatAnswerIn, chatQuestionIn } from './chat-exchange.js';
import { requestIdOf } from './request-id.js';
import { isChatRequest } from './route-template.js';
import { TurnEvents } from './turn-events.service.js';

/**
 * Publishes `message_received` when a message enters on a chat route and `response_sent` when its answer has
 * left; a request that is refused afterwards has only the former. Messages without text are not received.
 */
@Injectable()
export class TurnEventsInterceptor implements NestInterceptor {
  constructor(private readonly events: TurnEvents) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const question = isChatRequest(request) ? chatQuestionIn(request) : null;
    if (question === null) return next.handle();

    const startedAt = performance.now();
    const facts = { ...question, requestId: requestIdOf(request) };
    this.events.publish({ type: 'message_received', ...facts, latencyMs: null });
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      tap((body) => {
        const conversationId = chatAnswerIn(body);
        if (conversationId === null) return;
        response.once('finish', () => {
          const latencyMs = performance.now() - startedAt;
          this.events.publish({ type: 'response_sent', ...facts, conversationId, latencyMs });
        });
      }),
    );
  }
}
