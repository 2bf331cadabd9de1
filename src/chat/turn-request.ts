import { hash, randomUUID } from 'node:crypto';
import { newId } from '../database/new-id.js';
import { ownerHash, type Owner } from '../auth/owner.js';
import { conversationTitle } from '../conversation/conversation-title.js';
import { type Platform } from '../conversation/platform.js';
import type { TurnTicket } from '../throttle/turn-ticket.js';
import { cleanMessage } from './clean-message.js';
import type { NewTurn } from './turn-line.js';

/** What a caller asks of `takeTurn`; the message is as it came. */
export interface TurnRequest {
  readonly owner: Owner;
  /** Null opens a conversation; `primary` is the user's one never-ending conversation. */
  readonly conversationId: string | null;
  readonly message: string;
  readonly platform: Platform;
  readonly onBusy: 'enqueue' | 'reject';
  readonly clientMetadata: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string | null;
  readonly callerLanguage: string | null;
  readonly requestId: string | null;
  readonly respondAsync: boolean;
  /** The caller wants to hear the turn while it runs. */
  readonly asEvents: boolean;
  /** What the request has brought along from Redis; null where it is away. */
  readonly ticket: TurnTicket | null;
}

/** The word that stands for the user's primary conversation where an id could stand. */
export const PRIMARY = 'primary';

/**
 * The turn to be accepted, cleaned and with fresh ids.
 * @throws InvalidMessageError, MessageTooLongError
 */
export function newTurn(request: TurnRequest): NewTurn {
  const { owner, conversationId, platform, idempotencyKey } = request;
  const content = cleanMessage(request.message);
  const turnId = newId();
  return {
    target: conversationId === null ? 'new' : conversationId === PRIMARY ? 'primary' : 'existing',
    conversationId: conversationId === null || conversationId === PRIMARY ? newId() : conversationId,
    owner,
    turnId,
    messageId: newId(),
    dedupeScope: ownerHash(owner),
    dedupeKey: idempotencyKey === null ? idBytes(turnId) : sha256(idempotencyKey),
    hasKey: idempotencyKey !== null,
    fingerprint: sha256(JSON.stringify([content, conversationId, platform])),
    callerLanguage: request.callerLanguage,
    requestId: request.requestId,
    content,
    metadata: request.clientMetadata ?? {},
    title: conversationTitle(content),
    platform,
    refuseWhenBusy: request.onBusy === 'reject',
    restSeconds: 0,
    runToken: request.ticket?.token ?? randomUUID(),
    remembered: null,
  };
}

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
