import type { Acceptance } from './turn-acceptance.service.js';
import {
  CANCELLED,
  isCutShort,
  outcomeOf,
  type StoredAnswer,
  type TurnOutcome,
  type TurnRecord,
} from './turn-line.js';

export const TURN_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type TurnStatus = (typeof TURN_STATUSES)[number];

/** A turn as its owner sees it. */
export interface TurnView {
  readonly turnId: string;
  readonly conversationId: string;
  readonly status: TurnStatus;
  readonly userMessageId: string;
  readonly answer: StoredAnswer | null;
  readonly errorCode: string | null;
}

/** What `takeTurn` gives back: the answer, or the turn that will have one. */
export type TurnReply =
  | {
      readonly type: 'answered';
      readonly turnId: string;
      readonly conversationId: string;
      readonly userMessageId: string;
      readonly answer: StoredAnswer;
      readonly isReplay: boolean;
    }
  | { readonly type: 'pending'; readonly turn: TurnView; readonly isReplay: boolean };

/** A turn that was accepted a moment ago, or is known from an earlier request. */
export function acceptedView({
  turnId,
  conversationId,
  userMessageId,
  isRunning,
  outcome,
}: Acceptance): TurnView {
  const ids = { turnId, conversationId, userMessageId };
  return outcome
    ? endedView(ids, outcome)
    : { ...ids, status: isRunning ? 'running' : 'queued', answer: null, errorCode: null };
}

/** A turn as it is stored; null once its conversation is erased. */
export function storedView(record: TurnRecord): TurnView | null {
  const { turnId, conversationId, userMessageId, isRunning } = record;
  if (userMessageId === null) return null;
  const ids = { turnId, conversationId, userMessageId };
  const outcome = outcomeOf(record);
  if (outcome) return endedView(ids, outcome);
  return { ...ids, status: isRunning ? 'running' : 'queued', answer: null, errorCode: null };
}

function endedView(
  ids: Pick<TurnView, 'turnId' | 'conversationId' | 'userMessageId'>,
  outcome: TurnOutcome,
): TurnView {
  switch (outcome.state) {
    case 'answered':
      return { ...ids, status: statusOf(outcome.answer), answer: outcome.answer, errorCode: null };
    case 'failed':
      if (outcome.errorCode === CANCELLED)
        return { ...ids, status: 'cancelled', answer: null, errorCode: null };
      return { ...ids, status: 'failed', answer: null, errorCode: outcome.errorCode };
    default:
      return { ...ids, status: 'cancelled', answer: null, errorCode: null };
  }
}

const statusOf = (answer: StoredAnswer): TurnStatus => (isCutShort(answer) ? 'cancelled' : 'completed');
