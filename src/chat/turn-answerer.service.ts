import { Injectable, Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import { ExpectedError } from '../errors/expected.errors.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import { Checkpoints } from '../observability/checkpoints.js';
import type { PipelineResult } from '../pipeline/pipeline-context.js';
import { PipelineOrchestrator } from '../pipeline/pipeline-orchestrator.service.js';
import { LeaseLostError } from './lease-keeper.js';
import { untilAborted } from './until-aborted.js';
import { newAnswer } from './new-answer.js';
import { InterruptedError, type TurnEnding } from './turn-ending.js';
import type { OpenTurn } from './turn-line.js';
import { TurnRepository } from './turn.repository.js';

const READ_PATIENCE_MS = 5000;

/** Thinks about one turn: recalls what was said before, and asks the pipeline. No transaction, no connection is held. */
@Injectable()
export class TurnAnswerer {
  private readonly logger = new Logger(TurnAnswerer.name);

  constructor(
    private readonly pipeline: PipelineOrchestrator,
    private readonly memory: ConversationMemory,
    private readonly turns: TurnRepository,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Never throws: a failure is an ending too. `tail` is what the agent was told; null if it came to nothing. */
  async answer(
    turn: OpenTurn,
    signal: AbortSignal,
  ): Promise<{ ending: TurnEnding; tail: readonly TailMessage[] | null }> {
    const startedAt = performance.now();
    let tail: readonly TailMessage[] | null = null;
    try {
      tail = await this.tailOf(turn);
      this.checkpoints.pass('agent.asked');
      const result = await this.think(turn, tail, signal);
      this.checkpoints.pass('agent.answered');
      const runMs = performance.now() - startedAt;
      return { ending: { type: 'answer', answer: newAnswer(turn, result, runMs) }, tail };
    } catch (error) {
      return { ending: this.endingOf(error, turn), tail };
    }
  }

  private async tailOf(turn: OpenTurn): Promise<readonly TailMessage[]> {
    const version = {
      lastTurnNo: turn.turnNo - 1,
      answeredTurnNo: turn.answeredTurnNo,
      revision: turn.revision,
    };
    if (turn.tail) return turn.tail;
    const cached = await this.memory.recall(turn, version);
    if (cached) return cached;
    const current = await whileUnavailable(READ_PATIENCE_MS, () => this.turns.readTurn(turn));
    if (!current?.tail) throw new LeaseLostError();
    return current.tail;
  }

  private async think(
    turn: OpenTurn,
    tail: readonly TailMessage[],
    signal: AbortSignal,
  ): Promise<PipelineResult> {
    const { conversationId, turnId, owner, platform, question, callerLanguage } = turn;
    const thinking = this.pipeline.process({
      conversationId,
      turnId,
      ownerKind: owner.kind,
      ownerId: owner.id,
      platform,
      message: question,
      history: tail.map(({ role, content }) => ({ role, content })),
      summary: null,
      callerLanguage,
      signal,
    });
    return untilAborted(thinking, signal);
  }

  private endingOf(error: unknown, turn: OpenTurn): TurnEnding {
    if (error instanceof LeaseLostError) return { type: 'lost' };
    // Without the database nothing can be said of the turn, not even that it failed: it goes back to the line.
    const isOver = error instanceof InterruptedError || error instanceof DatabaseUnavailableError;
    if (isOver) return { type: 'interrupted' };
    const code = error instanceof ExpectedError ? error.code : 'internal_error';
    this.logger.error(
      {
        err: error,
        request_id: turn.requestId,
        turn_id: turn.turnId,
        conversation_id: turn.conversationId,
      },
      `Turn failed: ${code}`,
    );
    return { type: 'failure', errorCode: code };
  }
}
