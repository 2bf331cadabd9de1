import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { validate as isUuid } from 'uuid';
import { InvalidRequestError } from '../errors/request.errors.js';

/** The path's `message_id`; refused with InvalidRequestError if it is not a UUID. */
export const MessageId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const id: unknown = context.switchToHttp().getRequest<Request>().params['message_id'];
  if (typeof id === 'string' && isUuid(id)) return id.toLowerCase();
  throw new InvalidRequestError({ details: [{ field: 'message_id', message: 'must be a UUID' }] });
});
