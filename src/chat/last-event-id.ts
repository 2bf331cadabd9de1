import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { InvalidRequestError } from '../errors/request.errors.js';

const ID = /^\d{1,16}$/;

/**
 * The event that the caller has seen last: `?after=`, or the header `Last-Event-ID`, which browsers send by themselves when they
 * come back; 0 where neither is there.
 */
export const LastEventId = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const request = context.switchToHttp().getRequest<Request>();
  const after = request.query['after'];
  if (after !== undefined) return checked('after', after);
  return checked('Last-Event-ID', request.get('last-event-id') ?? '0');
});

/** @throws InvalidRequestError */
function checked(field: string, given: unknown): number {
  if (typeof given === 'string' && ID.test(given)) return Number(given);
  throw new InvalidRequestError({ details: [{ field, message: 'must be the id of an event' }] });
}
