/** How many requests of whom may pass in a window. */
export interface Budget {
  /** A hash. */
  readonly key: string;
  /** Most requests of a window. */
  readonly limit: number;
}

/** Length of every window; it begins with its first request. */
export const WINDOW_MS = 60_000;

/** The state of a budget after a request was counted; times in whole seconds. */
export interface BudgetState {
  readonly totalHits: number;
  /** Until the window ends. */
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  /** Until the next request may pass; 0 while none is refused. */
  readonly timeToBlockExpire: number;
}

/** `leftMs`: until the window ends. */
export function budgetState(totalHits: number, leftMs: number, limit: number): BudgetState {
  const timeToExpire = Math.ceil(leftMs / 1000);
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire, isBlocked, timeToBlockExpire: isBlocked ? timeToExpire : 0 };
}
