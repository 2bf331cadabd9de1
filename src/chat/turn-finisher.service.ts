import { Injectable, Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import { TurnChannels } from './turn-channels.service.js';
import type { TurnEnding } from './turn-ending.js';
import { type OpenTurn, outcomeOf, type TurnOutcome } from './turn-line.js';
import { TurnRepository, type FinishOptions, type Hold } from './turn.repository.js';

/** Longer than a database takes to restart; after that the sweeper has the turn. */
const FINISH_PATIENCE_MS = 60_000;

type Ending = Extract<TurnEnding, { type: 'answer' | 'failure' }>;
type Finished = { outcome: TurnOutcome; more: boolean };

/** Stores how a turn ended, exactly once, whatever happens to the connection in between. */
@Injectable()
export class TurnFinisher {
  private readonly logger = new Logger(TurnFinisher.name);

  constructor(
    private readonly turns: TurnRepository,
    private readonly channels: TurnChannels,
  ) {}

  /**
   * Stores an answer or a failure, and what its channel wants to be sent. Null: fenced, somebody else has the turn, nothing
   * was stored. `more`: the lease goes on for the next turn in line. An answer that the database refuses for good becomes a
   * failure of ours.
   */
  async finish(turn: OpenTurn, ending: Ending, keep: Pick<FinishOptions, 'keep'>): Promise<Finished | null> {
    try {
      return await this.send(turn, ending, keep);
    } catch (error) {
      if (ending.type === 'failure' || error instanceof DatabaseUnavailableError) throw error;
      const { turnId, conversationId } = turn;
      this.logger.error({ err: error, turn_id: turnId, conversation_id: conversationId }, 'Answer refused');
      return this.send(turn, { type: 'failure', errorCode: 'internal_error' }, keep);
    }
  }

  private async send(
    turn: OpenTurn,
    ending: Ending,
    keep: Pick<FinishOptions, 'keep'>,
  ): Promise<Finished | null> {
    const channel = this.channels.of(turn);
    if (!channel) return this.persist(turn, ending, keep);
    const deliveries = channel.deliveriesOf(turn, outcomeOfEnding(ending));
    const finished = await this.persist(turn, ending, { ...keep, deliveries });
    if (finished) channel.stored(deliveries);
    return finished;
  }

  private persist(hold: Hold, ending: Ending, options: FinishOptions): Promise<Finished | null> {
    return whileUnavailable(FINISH_PATIENCE_MS, async () => {
      const stored =
        ending.type === 'answer'
          ? await this.turns.complete(hold, ending.answer, options)
          : await this.turns.fail(hold, ending.errorCode, options);
      return stored ? { outcome: outcomeOfEnding(ending), more: stored.more } : this.committedBefore(hold);
    });
  }

  /** After 0 rows: our own statement may have committed while its answer was lost. */
  private async committedBefore(hold: Hold): Promise<Finished | null> {
    const record = await this.turns.findById(hold.turnId);
    const outcome = record && outcomeOf(record);
    if (!outcome || record.runEpoch !== hold.leaseEpoch) return null;
    return { outcome, more: record.heldEpoch === hold.leaseEpoch };
  }
}

const outcomeOfEnding = (ending: Ending): TurnOutcome =>
  ending.type === 'answer'
    ? { state: 'answered', answer: ending.answer }
    : { state: 'failed', errorCode: ending.errorCode };
