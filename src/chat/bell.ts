import type { TurnOutcome } from './turn-line.js';

/** Wakes one waiter: remembers the outcome it was rung with, and ends the current pause. */
export class Bell {
  private outcome: TurnOutcome | null = null;
  private isRung = false;
  private stopPause: () => void = () => undefined;

  /** The outcome it was rung with; null: none yet. */
  heard(): TurnOutcome | null {
    return this.outcome;
  }

  /** Null: something happened, look what. */
  ring(outcome: TurnOutcome | null): void {
    this.outcome = outcome ?? this.outcome;
    this.isRung = true;
    this.stopPause();
  }

  /** Comes back, with false, after `pauseMs` or as soon as it is rung; at once if it was rung since the last pause. */
  async pause(pauseMs: number): Promise<false> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.stopPause = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isRung = false;
    return false;
  }

  /** A pause that `work` ends as well, and then with true; leaves no timer behind. @throws what `work` throws */
  async pauseDuring(work: Promise<unknown>, pauseMs: number): Promise<boolean> {
    try {
      return await Promise.race([work.then(() => true), this.pause(pauseMs)]);
    } finally {
      this.stopPause();
    }
  }
}
