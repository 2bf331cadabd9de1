import { Injectable } from '@nestjs/common';
import { whileUnavailable } from '../database/while-unavailable.js';
import type { TurnEnding } from './turn-ending.js';
import { outcomeOf, type TurnOutcome } from './turn-line.js';
import { TurnRepository, type Hold } from './turn.repository.js';

/** Longer than a database takes to restart; after that the sweeper has the turn. */
const FINISH_PATIENCE_MS = 60_000;

/** Stores how a turn ended, exactly once, whatever happens to the connection in between. */
@Injectable()
export class TurnFinisher {
  constructor(private readonly turns: TurnRepository) {}

  /**
   * Stores an answer or a failure. Null: fenced, somebody else has the turn, nothing was stored. `more`: the lease goes
   * on for the next turn in line, which it does only if `keep`.
   */
  async finish(
    hold: Hold,
    ending: Extract<TurnEnding, { type: 'answer' | 'failure' }>,
    keep: boolean,
  ): Promise<{ outcome: TurnOutcome; more: boolean } | null> {
    return whileUnavailable(FINISH_PATIENCE_MS, async () => {
      const stored = await this.store(hold, ending, keep);
      return stored ? { outcome: outcomeOfEnding(ending), more: stored.more } : this.committedBefore(hold);
    });
  }

  private store(
    hold: Hold,
    ending: Extract<TurnEnding, { type: 'answer' | 'failure' }>,
    keep: boolean,
  ): Promise<{ more: boolean } | null> {
    return ending.type === 'answer'
      ? this.turns.complete(hold, ending.answer, keep)
      : this.turns.fail(hold, ending.errorCode, keep);
  }

  /** After 0 rows: our own statement may have committed while its answer was lost. */
  private async committedBefore(hold: Hold): Promise<{ outcome: TurnOutcome; more: boolean } | null> {
    const record = await this.turns.findById(hold.turnId);
    const outcome = record && outcomeOf(record);
    if (!outcome || record.runEpoch !== hold.leaseEpoch) return null;
    return { outcome, more: record.heldEpoch === hold.leaseEpoch };
  }
}

const outcomeOfEnding = (ending: Extract<TurnEnding, { type: 'answer' | 'failure' }>): TurnOutcome =>
  ending.type === 'answer'
    ? { state: 'answered', answer: ending.answer }
    : { state: 'failed', errorCode: ending.errorCode };
