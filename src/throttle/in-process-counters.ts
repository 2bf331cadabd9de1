import { type Budget, type BudgetState, budgetState, WINDOW_MS } from './budget.js';

interface Window {
  hits: number;
  endsAtMs: number;
}

/** About 150 bytes each. */
const MAX_BUDGETS = 200_000;

/**
 * Counters of this process alone. Windows of equal length end about in the order of their beginning, which is the map's
 * order: what has ended is dropped from its front, and beyond 200,000 budgets the oldest are.
 */
export class InProcessCounters {
  private readonly windows = new Map<string, Window>();

  /** @param now monotonic clock, in ms */
  constructor(
    private readonly now: () => number,
    private readonly maxBudgets = MAX_BUDGETS,
  ) {}

  /** Budgets that are kept. */
  get size(): number {
    return this.windows.size;
  }

  /** Counts one request. */
  count({ key, limit }: Budget): BudgetState {
    // Whole milliseconds: with fractions a full window of 60 s could round up to 61.
    const now = Math.floor(this.now());
    this.dropEnded(now);
    const window = this.current(key, now) ?? this.open(key, now + WINDOW_MS);
    window.hits += 1;
    return budgetState(window.hits, window.endsAtMs - now, limit);
  }

  /** True: the next request of its window is refused. */
  isSpent({ key, limit }: Budget): boolean {
    const window = this.current(key, Math.floor(this.now()));
    return window !== null && window.hits >= limit;
  }

  /** The window ends in `leftMs`, as another counter of the same budget says: from now on both begin together. */
  align(key: string, leftMs: number): void {
    const now = Math.floor(this.now());
    const window = this.current(key, now);
    if (window) window.endsAtMs = Math.min(window.endsAtMs, now + leftMs);
  }

  private current(key: string, now: number): Window | null {
    const window = this.windows.get(key);
    return window && window.endsAtMs > now ? window : null;
  }

  private open(key: string, endsAtMs: number): Window {
    const window = { hits: 0, endsAtMs };
    this.windows.delete(key); // Set anew, it stands at the end.
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
