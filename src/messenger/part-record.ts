import type { PartRecord } from './outbox.repository.js';
import type { GraphFailure } from './graph-failure.js';

/** Later tries, once the quick ones are used up: twice as long each time, within these bounds, in ms. */
const LATER_MS = { least: 30_000, most: 600_000 };
const QUICK_MS = 1000;

export interface RetryPlan {
  /** Tries so far. */
  readonly attempts: number;
  /** Quick ones: after 1, 2, 4 s, … */
  readonly maxRetries: number;
  /** 0 to 1; spreads the tries of many parts. */
  readonly random: number;
}

/** What becomes of a part whose send failed. */
export function failureRecord(failure: GraphFailure, plan: RetryPlan): PartRecord {
  const { kind, code: errorCode } = failure;
  switch (kind) {
    case 'transient':
    case 'throttle':
      return { state: 'pending', delayMs: Math.max(pauseMs(plan), failure.retryAfterMs ?? 0), errorCode };
    // It is the page's trouble, not the message's: whoever mends it within the window still gets the answer out.
    case 'auth':
    case 'permission':
    case 'blocked':
      return { state: 'pending', delayMs: LATER_MS.most, errorCode };
    case 'ambiguous':
      return { state: 'unknown', errorCode };
    case 'window-closed':
      return { state: 'parked', errorCode };
    case 'thread-not-owned':
      return { state: 'parked', errorCode, isThreadLost: true };
    case 'recipient-unavailable':
    case 'bad-recipient':
      return { state: 'dead', errorCode, isUnreachable: true };
    default:
      return { state: 'dead', errorCode };
  }
}

/** 1, 2, 4 s …, then 30 s to 10 min; three quarters to five quarters of it. */
export function pauseMs({ attempts, maxRetries, random }: RetryPlan): number {
  const later = attempts - maxRetries;
  const wholeMs =
    later > 0
      ? Math.min(LATER_MS.least * 2 ** (later - 1), LATER_MS.most)
      : QUICK_MS * 2 ** Math.max(0, attempts - 1);
  return Math.round(wholeMs * (0.75 + random / 2));
}
