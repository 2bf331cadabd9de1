import { hash, randomUUID } from 'node:crypto';
import type { Owner } from '../auth/owner.js';
import { conversationTitle } from '../conversation/conversation-title.js';
import type { Platform } from '../conversation/platform.js';
import { newId } from '../database/new-id.js';
import type { NewTurn } from './turn-line.js';

/** A message that a channel brings; nobody waits for its answer. */
export interface ChannelMessage {
  readonly owner: Owner;
  readonly platform: Platform;
  /** Names it on the channel, however often it is delivered. */
  readonly eventKey: string;
  /** As it is stored: cleaned, not empty. */
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  /** How long the owner's conversation may have rested to be gone on with, in s. */
  readonly restSeconds: number;
  /** True: whoever is free answers it, by the queue. */
  readonly isForQueue: boolean;
}

/** The turn to be accepted, with fresh ids; the same message has the same key, and no other. */
export function channelTurn(message: ChannelMessage): NewTurn {
  const { owner, platform, content, metadata, requestId, restSeconds } = message;
  const key = hash('sha256', message.eventKey, 'buffer');
  return {
    target: 'live',
    conversationId: newId(),
    owner,
    turnId: newId(),
    messageId: newId(),
    dedupeScope: hash('sha256', `${platform}:${owner.id}`),
    dedupeKey: key,
    hasKey: true,
    fingerprint: key,
    callerLanguage: null,
    requestId,
    content,
    metadata,
    title: conversationTitle(content),
    platform,
    refuseWhenBusy: false,
    restSeconds,
    runToken: randomUUID(),
    remembered: null,
  };
}
