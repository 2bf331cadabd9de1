import { Injectable } from '@nestjs/common';
import { CHANNELS, Notifications } from '../database/notifications.js';
import { TurnCancelledError } from './turn-ending.js';
import type { OpenTurn } from './turn-line.js';

/** A run that its owner may end. */
export interface CancellableRun {
  /** Aborts as the run's own signal does, or with TurnCancelledError. */
  readonly signal: AbortSignal;
  end(): void;
}

/** Ends the runs of this process whose owners don't want to hear more. */
@Injectable()
export class TurnCancellations {
  private readonly runs = new Map<string, AbortController>();

  constructor(private readonly notifications: Notifications) {
    notifications.on(CHANNELS.turnCancelled, (turnId) =>
      this.runs.get(turnId)?.abort(new TurnCancelledError()),
    );
  }

  /** Tells whoever runs the turn; a lost word costs another call. */
  async cancel(turnId: string): Promise<void> {
    this.runs.get(turnId)?.abort(new TurnCancelledError());
    await this.notifications.send(CHANNELS.turnCancelled, turnId);
  }

  /** Not AbortSignal.any, which costs a tenth of a millisecond a turn. */
  begin({ turnId, isCancelled }: OpenTurn, signal: AbortSignal): CancellableRun {
    const run = new AbortController();
    const abort = (): void => run.abort(signal.reason);
    if (signal.aborted) abort();
    else if (isCancelled) run.abort(new TurnCancelledError());
    signal.addEventListener('abort', abort);
    this.runs.set(turnId, run);
    const end = (): void => {
      signal.removeEventListener('abort', abort);
      if (this.runs.get(turnId) === run) this.runs.delete(turnId);
    };
    return { signal: run.signal, end };
  }
}
