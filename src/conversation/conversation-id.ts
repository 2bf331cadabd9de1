import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { validate as isUuid } from 'uuid';
import { InvalidConversationIdError } from './conversation.errors.js';

/** The path's `conversation_id`; refused with InvalidConversationIdError if it is not a UUID. */
export const ConversationId = createParamDecorator((_: unknown, context: ExecutionContext) =>
  checkedConversationId(context.switchToHttp().getRequest<Request>().params['conversation_id']),
);

/** @throws InvalidConversationIdError */
export function checkedConversationId(raw: unknown): string {
  if (typeof raw !== 'string' || !isUuid(raw)) throw new InvalidConversationIdError();
  return raw.toLowerCase();
}
