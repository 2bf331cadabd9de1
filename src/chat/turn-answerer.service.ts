import { Injectable, Logger } from '@nestjs/common';
import { AgentTimeoutError } from '../agent/agent.errors.js';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { ExpectedError } from '../errors/expected.errors.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { Checkpoints } from '../observability/checkpoints.js';
import type { PipelineResult } from '../pipeline/pipeline-context.js';
import { PipelineOrchestrator } from '../pipeline/pipeline-orchestrator.service.js';
import { LeaseLostError } from './lease-keeper.js';
import { asideAnswer, newAnswer } from './new-answer.js';
import { TurnChannels } from './turn-channels.service.js';
import { InterruptedError, type TurnEnding } from './turn-ending.js';
import type { OpenTurn } from './turn-line.js';
import { TurnTails } from './turn-tails.service.js';
import { untilAborted } from './until-aborted.js';

/** Thinks about one turn: recalls what was said before, and asks the pipeline. No transaction, no connection is held. */
@Injectable()
export class TurnAnswerer {
  private readonly logger = new Logger(TurnAnswerer.name);

  constructor(
    private readonly pipeline: PipelineOrchestrator,
    private readonly tails: TurnTails,
    private readonly channels: TurnChannels,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Never throws: a failure is an ending too. `tail` is what the agent was told; null if it came to nothing. */
  async answer(
    turn: OpenTurn,
    signal: AbortSignal,
  ): Promise<{ ending: TurnEnding; tail: readonly TailMessage[] | null }> {
    const startedAt = performance.now();
    const reply = this.channels.of(turn)?.replyTo(turn) ?? null;
    if (reply !== null) return { ending: { type: 'answer', answer: asideAnswer(turn, reply) }, tail: null };
    let tail: readonly TailMessage[] | null = null;
    try {
      tail = await this.tails.before(turn);
      this.checkpoints.pass('agent.asked');
      const result = await this.thinkInTime(turn, tail, signal);
      this.checkpoints.pass('agent.answered');
      const runMs = performance.now() - startedAt;
      return { ending: { type: 'answer', answer: newAnswer(turn, result, runMs) }, tail };
    } catch (error) {
      return { ending: this.endingOf(error, turn), tail };
    }
  }

  /** The channel's patience with a run may be shorter than the agent's own. */
  private async thinkInTime(
    turn: OpenTurn,
    tail: readonly TailMessage[],
    signal: AbortSignal,
  ): Promise<PipelineResult> {
    const channel = this.channels.of(turn);
    channel?.begun(turn);
    const withinMs = channel?.runWithinMs(turn) ?? null;
    if (withinMs === null) return this.think(turn, tail, signal);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new AgentTimeoutError()), withinMs);
    try {
      return await this.think(turn, tail, AbortSignal.any([signal, deadline.signal]));
    } finally {
      clearTimeout(timer);
    }
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
    const retryMs = this.channels.of(turn)?.retryAfterMs(turn) ?? null;
    this.log(turn, retryMs === null ? `Turn failed: ${code}` : `Turn put off: ${code}`, error);
    return retryMs === null ? { type: 'failure', errorCode: code } : { type: 'put off', delayMs: retryMs };
  }

  private log(turn: OpenTurn, message: string, err: unknown): void {
    const { requestId: request_id, turnId: turn_id, conversationId: conversation_id } = turn;
    this.logger.error({ err, request_id, turn_id, conversation_id }, message);
  }
}
