import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Owner } from '../auth/owner.js';
import { Platform } from '../conversation/platform.js';
import { checkedConversationId } from '../conversation/conversation-id.js';
import { InvalidRequestError } from '../errors/request.errors.js';
import { currentRequest } from '../http/request-context.js';
import { noteAnswer } from '../observability/sent-answer.js';
import { ticketOf, type TurnTicket } from '../throttle/turn-ticket.js';
import { ChatResponseDto, type DeviceChatDto, type UserChatDto } from './chat.dto.js';
import { PRIMARY, type TurnRequest } from './turn-request.js';
import type { TurnReply } from './turn-view.js';
import { TurnDto } from './turn.dto.js';

/** What a chat request says in its headers. */
export interface TurnHeaders {
  readonly idempotencyKey: string | null;
  readonly respondAsync: boolean;
  readonly asEvents: boolean;
  readonly callerLanguage: string | null;
  readonly requestId: string | null;
  readonly ticket: TurnTicket | null;
}

const JSON_TYPE = 'application/json';
const EVENTS_TYPE = 'text/event-stream';

/** The headers of a chat request: Idempotency-Key, Prefer, Accept and Accept-Language. */
export const CurrentTurnHeaders = createParamDecorator(
  (_: unknown, context: ExecutionContext): TurnHeaders => {
    const request = context.switchToHttp().getRequest<Request>();
    return {
      idempotencyKey: idempotencyKey(request.headersDistinct['idempotency-key']),
      respondAsync: /(^|[\s,;])respond-async\s*($|[,;])/i.test(request.get('prefer') ?? ''),
      asEvents: request.accepts([JSON_TYPE, EVENTS_TYPE]) === EVENTS_TYPE,
      callerLanguage: currentRequest()?.language ?? null,
      requestId: currentRequest()?.requestId ?? null,
      ticket: ticketOf(request),
    };
  },
);

/** 1 to 255 visible ASCII characters, once. */
function idempotencyKey(values: readonly string[] | undefined): string | null {
  if (!values) return null;
  const [key] = values;
  if (values.length === 1 && key !== undefined && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new InvalidRequestError({
    details: [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible characters' }],
  });
}

/**
 * The turn that a body and its headers ask for.
 * @throws InvalidConversationIdError; `primary` is a conversation of users only
 */
export function turnRequest(
  owner: Owner,
  body: UserChatDto | DeviceChatDto,
  headers: TurnHeaders,
): TurnRequest {
  return {
    ...headers,
    owner,
    conversationId: conversationOf(owner, body.conversation_id ?? null),
    message: body.message,
    platform: body.platform ?? Platform.Web,
    onBusy: body.on_busy ?? 'enqueue',
    clientMetadata: body.client_metadata ?? null,
  };
}

/** Whatever JSON brings that is not a UUID gets the code of its own. */
function conversationOf(owner: Owner, asked: unknown): string | null {
  if (asked === null || (asked === PRIMARY && owner.kind === 'user')) return asked;
  return checkedConversationId(asked);
}

/** Sets status and headers of the reply, and gives its body: 200 with the answer, or 202 with the turn to look at. */
export function answerWith(
  response: Response,
  { owner, platform }: TurnRequest,
  reply: TurnReply,
): ChatResponseDto | TurnDto {
  if (reply.isReplay) response.setHeader('Idempotency-Replayed', 'true');
  if (reply.type === 'answered') {
    response.status(200);
    noteAnswer(response, { conversationId: reply.conversationId, platform });
    return ChatResponseDto.from(reply);
  }
  const prefix = owner.kind === 'user' ? `/api/${encodeURIComponent(owner.id)}` : '';
  response.status(202).setHeader('Location', `${prefix}/turns/${reply.turn.turnId}`);
  response.setHeader('Preference-Applied', 'respond-async');
  return TurnDto.from(reply.turn, currentRequest()?.language ?? 'en');
}
