import type { ThrottlerStorage } from '@nestjs/throttler';

/** The state of a budget after a request was counted; times in whole seconds. */
export interface BudgetState {
  readonly totalHits: number;
  /** Until the window ends. */
  readonly timeToExpire: number;
  readonly isBlocked: boolean;
  /** Until the next request may pass; 0 while none is refused. */
  readonly timeToBlockExpire: number;
}

/** Counts the requests of each budget in fixed windows. */
export abstract class RateLimitStorage implements ThrottlerStorage {
  /**
   * Counts one request.
   * @param key of the budget, a hash
   * @param windowMs length of a window; it begins with the first request
   * @param limit most requests of a window
   */
  abstract increment(key: string, windowMs: number, limit: number): Promise<BudgetState>;
}
