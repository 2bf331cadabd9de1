import type { NewAnswer } from './turn-line.js';

/** What a run came to, before it is stored. */
export type TurnEnding =
  | { readonly type: 'answer'; readonly answer: NewAnswer }
  | { readonly type: 'failure'; readonly errorCode: string }
  /** It failed, and is to be tried again later. */
  | { readonly type: 'put off'; readonly delayMs: number }
  /** The lease is somebody else's: nothing is stored. */
  | { readonly type: 'lost' }
  /** We stop: the turn goes back to the line. */
  | { readonly type: 'interrupted' };

/** The owner of the turn wants no more of it. */
export class TurnCancelledError extends Error {
  /** What of the answer was told by then; empty: nothing. */
  constructor(readonly partial = '') {
    super('the turn was cancelled');
  }
}

/** The process stops before the run has ended. */
export class InterruptedError extends Error {}
