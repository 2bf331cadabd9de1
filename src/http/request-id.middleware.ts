import type { NextFunction, Request, Response } from 'express';
import { openExchange } from './exchange.js';
import { runInRequest } from './request-context.js';

/** Gives the request its id (`request.id`, `X-Request-Id` of the answer) and its context. Stands before everything else. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const { context } = openExchange(request, response);
  Object.assign(request, { id: context.requestId });
  response.setHeader('X-Request-Id', context.requestId);
  runInRequest(context, next);
}
