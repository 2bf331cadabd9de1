import { randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { NewAnswer, NewTurn } from '../../src/chat/turn-line.js';
import type { Owner } from '../../src/auth/owner.js';

export const aDevice = (): Owner => ({ kind: 'device', id: `device-${uuid()}` });
export const aUser = (): Owner => ({ kind: 'user', id: `user-${uuid()}` });

/** Who speaks where a test is not about that. */
export const DEVICE = aDevice();

/** A first message of a new conversation. */
export function aTurn(about: Partial<NewTurn> = {}): NewTurn {
  return {
    target: 'new',
    conversationId: uuid(),
    owner: DEVICE,
    turnId: uuid(),
    messageId: uuid(),
    dedupeScope: 'scope',
    dedupeKey: randomBytes(32),
    hasKey: true,
    fingerprint: randomBytes(32),
    callerLanguage: null,
    requestId: null,
    content: 'question',
    metadata: {},
    title: 'title',
    platform: 'web',
    refuseWhenBusy: false,
    restSeconds: 0,
    remembered: null,
    runToken: uuid(),
    ...about,
  };
}

/** A further message of a conversation. */
export const aTurnIn = (line: { conversationId: string }, about: Partial<NewTurn> = {}): NewTurn =>
  aTurn({ target: 'existing', conversationId: line.conversationId, ...about });

/** A message into the user's primary conversation. */
export const aPrimaryTurn = (owner: Owner, about: Partial<NewTurn> = {}): NewTurn =>
  aTurn({ target: 'primary', owner, ...about });

export function anAnswer(about: Partial<NewAnswer> = {}): NewAnswer {
  return {
    messageId: uuid(),
    content: 'answer',
    metadata: {},
    toolCalls: null,
    toolResults: null,
    usage: null,
    cost: null,
    ...about,
  };
}
