import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { usableOwner } from '../auth/request-owner.js';
import type { ResponseSent } from './observability.events.js';
import { requestIdOf } from './request-id.js';
import { answerSentBy, type SentAnswer } from './sent-answer.js';
import { TurnEvents } from './turn-events.service.js';

/** Publishes `response_sent` when an answer has left, also one that was given before. */
@Injectable()
export class TurnEventsInterceptor implements NestInterceptor {
  constructor(private readonly events: TurnEvents) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const startedAt = performance.now();
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    response.once('close', () => {
      const answer = answerSentBy(response);
      if (answer) this.events.publish(responseSent(request, answer, performance.now() - startedAt));
    });
    return next.handle();
  }
}

const responseSent = (request: Request, answer: SentAnswer, latencyMs: number): ResponseSent => ({
  type: 'response_sent',
  requestId: requestIdOf(request),
  ...answer,
  owner: usableOwner(request),
  latencyMs,
});
