import { type BudgetState, RateLimitStorage } from './rate-limit-storage.js';

interface Window {
  hits: number;
  readonly endsAtMs: number;
}

/** About 150 bytes each. */
const MAX_BUDGETS = 200_000;

/**
 * Counters of this process alone. Windows of equal length end in the order of their beginning, which is the map's
 * order: what has ended is dropped from its front, and beyond 200,000 budgets the oldest are.
 */
export class InProcessRateLimitStorage extends RateLimitStorage {
  private readonly windows = new Map<string, Window>();

  /** @param now monotonic clock, in ms */
  constructor(
    private readonly now: () => number,
    private readonly maxBudgets = MAX_BUDGETS,
  ) {
    super();
  }

  /** Budgets that are kept. */
  get size(): number {
    return this.windows.size;
  }

  override increment(key: string, windowMs: number, limit: number): Promise<BudgetState> {
    // Whole milliseconds: with fractions a full window of 60 s could round up to 61.
    const now = Math.floor(this.now());
    this.dropEnded(now);
    const window = this.windows.get(key) ?? this.open(key, now + windowMs);
    window.hits += 1;
    const secondsLeft = Math.ceil((window.endsAtMs - now) / 1000);
    const isBlocked = window.hits > limit;
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire: secondsLeft,
      isBlocked,
      timeToBlockExpire: isBlocked ? secondsLeft : 0,
    });
  }

  private open(key: string, endsAtMs: number): Window {
    const window = { hits: 0, endsAtMs };
    const [oldest] = this.windows.keys();
    if (oldest !== undefined && this.windows.size >= this.maxBudgets) this.windows.delete(oldest);
    this.windows.set(key, window);
    return window;
  }

  private dropEnded(now: number): void {
    for (const [key, window] of this.windows) {
      if (window.endsAtMs > now) return;
      this.windows.delete(key);
    }
  }
}
