import { Injectable, Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { ExpectedError } from '../errors/expected.errors.js';
import type { Remembered } from '../memory/summary.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { LeaseLostError } from './lease-keeper.js';
import { asideAnswer, newAnswer, partialAnswer } from './new-answer.js';
import { CANCELLED } from './turn-line.js';
import { TurnChannels } from './turn-channels.service.js';
import { InterruptedError, TurnCancelledError, type TurnEnding } from './turn-ending.js';
import type { OpenTurn } from './turn-line.js';
import { TurnThinking } from './turn-thinking.service.js';
import { TurnTails } from './turn-tails.service.js';

/** Thinks about one turn: recalls what was said before, and has it thought about. No transaction, no connection is held. */
@Injectable()
export class TurnAnswerer {
  private readonly logger = new Logger(TurnAnswerer.name);

  constructor(
    private readonly thinking: TurnThinking,
    private readonly tails: TurnTails,
    private readonly channels: TurnChannels,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Never throws: a failure is an ending too. `tail` is what the agent was told; null if it came to nothing. */
  async answer(
    turn: OpenTurn,
    signal: AbortSignal,
  ): Promise<{ ending: TurnEnding; tail: Remembered | null }> {
    const startedAt = performance.now();
    const reply = this.channels.of(turn)?.replyTo(turn) ?? null;
    if (reply !== null) return { ending: { type: 'answer', answer: asideAnswer(turn, reply) }, tail: null };
    let tail: Remembered | null = null;
    try {
      tail = await this.tails.before(turn);
      this.checkpoints.pass('agent.asked');
      const result = await this.thinking.think(turn, tail, signal);
      this.checkpoints.pass('agent.answered');
      const runMs = performance.now() - startedAt;
      return { ending: { type: 'answer', answer: newAnswer(turn, result, runMs) }, tail };
    } catch (error) {
      return { ending: this.endingOf(error, turn), tail };
    }
  }

  private endingOf(error: unknown, turn: OpenTurn): TurnEnding {
    if (error instanceof LeaseLostError) return { type: 'lost' };
    // Without the database nothing can be said of the turn, not even that it failed: it goes back to the line.
    const isOver = error instanceof InterruptedError || error instanceof DatabaseUnavailableError;
    if (isOver) return { type: 'interrupted' };
    if (error instanceof TurnCancelledError) return cancelled(turn, error);
    const code = error instanceof ExpectedError ? error.code : 'internal_error';
    const retryMs = this.channels.of(turn)?.retryAfterMs(turn) ?? null;
    this.log(turn, retryMs === null ? `Turn failed: ${code}` : `Turn put off: ${code}`, error);
    return retryMs === null ? { type: 'failure', errorCode: code } : { type: 'put off', delayMs: retryMs };
  }

  private log(turn: OpenTurn, message: string, err: unknown): void {
    const { requestId: request_id, turnId: turn_id, conversationId: conversation_id } = turn;
    this.logger.error({ err, request_id, turn_id, conversation_id }, message);
  }
}

/** What was said stays; nothing said is no answer. */
function cancelled(turn: OpenTurn, { partial }: TurnCancelledError): TurnEnding {
  if (partial.trim() === '') return { type: 'failure', errorCode: CANCELLED };
  return { type: 'answer', answer: partialAnswer(turn, partial) };
}
