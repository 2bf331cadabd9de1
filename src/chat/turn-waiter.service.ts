import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { UnavailableError } from '../errors/request.errors.js';
import { outcomeOf, type TurnOutcome } from './turn-line.js';
import { TurnRepository } from './turn.repository.js';
import { TurnSignals } from './turn-signals.service.js';

/** Longest time that a lost wake-up costs. */
const POLL_MS = 1000;

interface WaitOptions {
  readonly timeoutMs: number;
  readonly isRunHere: boolean;
}

/** Waits for the end of a turn, whoever runs it. */
@Injectable()
export class TurnWaiter {
  private readonly waits = new Set<Promise<TurnOutcome | null>>();
  private isStopped = false;

  constructor(
    private readonly turns: TurnRepository,
    private readonly signals: TurnSignals,
  ) {}

  /**
   * How the turn ended; null when it has not within `timeoutMs`. `isRunHere`: this process has just claimed it.
   * @throws UnavailableError when the process stops first; the turn goes on elsewhere
   */
  wait(turnId: string, options: WaitOptions): Promise<TurnOutcome | null> {
    const wait = this.end(turnId, options).finally(() => this.waits.delete(wait));
    this.waits.add(wait);
    return wait;
  }

  /** Lets everybody go on waiting up to `graceMs`, then ends every wait: what has not ended is somebody else's now. */
  async drain(graceMs: number): Promise<void> {
    await Promise.race([Promise.allSettled([...this.waits]), sleep(graceMs, undefined, { ref: false })]);
    this.isStopped = true;
    this.signals.wakeAll();
  }

  private async end(turnId: string, { timeoutMs, isRunHere }: WaitOptions): Promise<TurnOutcome | null> {
    const endsAt = performance.now() + timeoutMs;
    const bell = new Bell();
    const unsubscribe = this.signals.subscribe(turnId, (outcome) => bell.ring(outcome));
    try {
      if (!isRunHere) await this.signals.watch(turnId);
      let mustLook = !isRunHere;
      for (;;) {
        const outcome = bell.outcome ?? (mustLook ? await this.look(turnId) : null) ?? bell.outcome;
        if (outcome) return outcome;
        if (this.isStopped) throw new UnavailableError();
        const remainingMs = endsAt - performance.now();
        if (remainingMs <= 0) return null;
        await bell.next(Math.min(POLL_MS, remainingMs));
        mustLook = true;
      }
    } finally {
      unsubscribe();
    }
  }

  private async look(turnId: string): Promise<TurnOutcome | null> {
    try {
      const record = await this.turns.findById(turnId);
      return record ? outcomeOf(record) : { state: 'erased' };
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) return null; // It may be back before the caller's patience ends.
      throw error;
    }
  }
}

/** Remembers the outcome it was rung with, and ends the current pause. */
class Bell {
  outcome: TurnOutcome | null = null;
  private stopPause: () => void = () => undefined;

  ring(outcome: TurnOutcome | null): void {
    this.outcome = outcome ?? this.outcome;
    this.stopPause();
  }

  next(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.stopPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
