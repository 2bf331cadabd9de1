import { Injectable } from '@nestjs/common';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { UnavailableError } from '../errors/request.errors.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { Bell } from './bell.js';
import { outcomeOf, type TurnOutcome } from './turn-line.js';
import { TurnRepository } from './turn.repository.js';
import { TurnSignals } from './turn-signals.service.js';

/** Longest time that a lost wake-up costs. */
const POLL_MS = 1000;

interface WaitOptions {
  /** When to stop waiting, by the monotonic clock in ms. */
  readonly endsAt: number;
  /** This process has just claimed the turn. */
  readonly isRunHere: boolean;
}

/** Waits for the end of a turn, whoever runs it. */
@Injectable()
export class TurnWaiter {
  constructor(
    private readonly turns: TurnRepository,
    private readonly signals: TurnSignals,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * How the turn ended; null when it has not by `endsAt`.
   * @throws UnavailableError when the process stops first; the turn goes on elsewhere
   */
  async wait(turnId: string, { endsAt, isRunHere }: WaitOptions): Promise<TurnOutcome | null> {
    const bell = new Bell();
    const unsubscribe = this.signals.subscribe(turnId, (outcome) => bell.ring(outcome));
    const look = isRunHere ? null : this.signals.watch(turnId).then(() => this.look(turnId, bell));
    try {
      const lookAgain = (): Promise<void> => this.look(turnId, bell);
      const outcome = await this.listen(bell, { endsAt, firstLook: look, lookAgain });
      this.checkpoints.pass('reply.ready');
      return outcome;
    } finally {
      unsubscribe();
    }
  }

  /** Ends every wait: what has not ended is somebody else's now. */
  stop(): void {
    this.signals.stop();
  }

  /** Pauses until the bell rings, and looks into the database in between: after a ring without an outcome, or a second. */
  private async listen(
    bell: Bell,
    {
      endsAt,
      firstLook,
      lookAgain,
    }: { endsAt: number; firstLook: Promise<void> | null; lookAgain: () => Promise<void> },
  ): Promise<TurnOutcome | null> {
    for (let look = firstLook; bell.heard() === null;) {
      if (this.signals.isStopped) throw new UnavailableError();
      const remainingMs = endsAt - performance.now();
      if (remainingMs <= 0) return null;
      const isDone = look && (await bell.pauseDuring(look, remainingMs));
      if (!look) await bell.pause(Math.min(POLL_MS, remainingMs));
      look = isDone || bell.heard() ? null : lookAgain();
    }
    return bell.heard();
  }

  /** Rings the bell if the turn has ended. */
  private async look(turnId: string, bell: Bell): Promise<void> {
    try {
      const record = await this.turns.findById(turnId);
      const outcome = record ? outcomeOf(record) : ERASED;
      if (outcome) bell.ring(outcome);
    } catch (error) {
      if (!(error instanceof DatabaseUnavailableError)) throw error; // It may be back before the caller's patience ends.
    }
  }
}

const ERASED: TurnOutcome = { state: 'erased' };
