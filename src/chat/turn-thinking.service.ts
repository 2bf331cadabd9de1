import { Injectable, Logger } from '@nestjs/common';
import type { AgentMessage } from '../agent/agent-runner.js';
import { AgentTimeoutError } from '../agent/agent.errors.js';
import type { TailMessage } from '../conversation/message-tail.js';
import type { Remembered } from '../memory/summary.js';
import type { Heard, PipelineContext, PipelineResult } from '../pipeline/pipeline-context.js';
import { storableText } from '../database/storable-json.js';
import { PipelineOrchestrator } from '../pipeline/pipeline-orchestrator.service.js';
import type { TurnStream } from '../stream/turn-stream.js';
import { TurnStreams } from '../stream/turn-streams.service.js';
import { shownSources } from './new-answer.js';
import { TurnChannels } from './turn-channels.service.js';
import type { OpenTurn } from './turn-line.js';
import { TurnCancellations } from './turn-cancellations.service.js';
import { TurnCancelledError } from './turn-ending.js';
import { untilAborted } from './until-aborted.js';

/** Has one turn thought about, within its channel's patience, and told while it is where somebody wants to hear it. */
@Injectable()
export class TurnThinking {
  private readonly logger = new Logger(TurnThinking.name);

  constructor(
    private readonly pipeline: PipelineOrchestrator,
    private readonly channels: TurnChannels,
    private readonly streams: TurnStreams,
    private readonly cancellations: TurnCancellations,
  ) {}

  /** @throws as the pipeline does, with the reason of the signal, or TurnCancelledError with what was told by then */
  async think(turn: OpenTurn, tail: Remembered, signal: AbortSignal): Promise<PipelineResult> {
    const run = this.cancellations.begin(turn, signal);
    try {
      const stream = turn.lastEventId === null ? null : this.begin(turn, turn.lastEventId);
      return await (stream
        ? this.thinkAloud(turn, tail, { signal: run.signal, stream })
        : this.inTime(turn, tail, { signal: run.signal, hear: null }));
    } finally {
      run.end();
    }
  }

  private async thinkAloud(
    turn: OpenTurn,
    tail: Remembered,
    { signal, stream }: { signal: AbortSignal; stream: TurnStream },
  ): Promise<PipelineResult> {
    try {
      const result = await this.inTime(turn, tail, { signal, hear: (heard) => tellHeard(stream, heard) });
      await this.tellAnswer(stream, result);
      return result;
    } catch (error) {
      if (error instanceof TurnCancelledError) throw new TurnCancelledError(await this.tellPart(stream));
      if (!signal.aborted) await this.keep(stream); // The failure may come before the begin is in the log.
      throw error;
    } finally {
      this.streams.end(turn.turnId, stream);
    }
  }

  /** The answer as far as it was told. */
  private async tellPart(stream: TurnStream): Promise<string> {
    await this.keep(stream);
    return stream.saidSoFar;
  }

  /** Where it can't be told for now, nobody hears it, and it is answered all the same. */
  private begin(turn: OpenTurn, lastEventId: number): TurnStream {
    const { stream, begun } = this.streams.begin(turn, lastEventId);
    begun.catch((error: unknown) => {
      this.logger.warn(`Turn ${turn.turnId} is not streamed: ${String(error)}`);
    });
    return stream;
  }

  /** All of it is in the log before the answer is stored: whoever sees the end has seen everything before it. */
  private async tellAnswer(stream: TurnStream, result: PipelineResult): Promise<void> {
    stream.sayAll(storableText(result.finalResponse));
    if (result.sources.length > 0) stream.tell('sources', { sources: shownSources(result.sources) });
    await this.keep(stream);
  }

  private async keep(stream: TurnStream): Promise<void> {
    await stream.store().catch((error: unknown) => {
      this.logger.warn(`The end of a stream is not in the log: ${String(error)}`); // The answer itself tells all of it.
    });
  }

  /** The channel's patience with a run may be shorter than the agent's own. */
  private async inTime(
    turn: OpenTurn,
    tail: Remembered,
    { signal, hear }: Pick<PipelineContext, 'signal' | 'hear'>,
  ): Promise<PipelineResult> {
    const channel = this.channels.of(turn);
    if (!channel) return this.process(turn, tail, { signal, hear });
    const bound = boundBy(signal, channel.runWithinMs(turn));
    const isOver = channel.begun(turn);
    try {
      return await this.process(turn, tail, { signal: bound.signal, hear });
    } finally {
      bound.end();
      isOver();
    }
  }

  private process(
    turn: OpenTurn,
    tail: Remembered,
    { signal, hear }: Pick<PipelineContext, 'signal' | 'hear'>,
  ): Promise<PipelineResult> {
    const { conversationId, turnId, owner, platform, question, callerLanguage } = turn;
    const thinking = this.pipeline.process({
      conversationId,
      turnId,
      ownerKind: owner.kind,
      ownerId: owner.id,
      platform,
      message: question,
      history: tail.messages.map(told),
      summary: tail.summary?.text || null, // Nothing to tell is no summary.
      callerLanguage,
      signal,
      hear,
    });
    return untilAborted(thinking, signal);
  }
}

/** What a message is to the agent. */
const told = ({ role, content, toolCalls, toolResults }: TailMessage): AgentMessage => ({
  role,
  content,
  ...(toolCalls && { toolCalls, toolResults: toolResults ?? [] }),
});

/** The signal, and where the channel has less patience than the agent one that aborts after `withinMs` besides. */
function boundBy(signal: AbortSignal, withinMs: number | null): { signal: AbortSignal; end: () => void } {
  if (withinMs === null) return { signal, end: () => undefined };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new AgentTimeoutError()), withinMs);
  return { signal: AbortSignal.any([signal, deadline.signal]), end: () => clearTimeout(timer) };
}

function tellHeard(stream: TurnStream, heard: Heard): void {
  if (heard.type === 'text') return stream.say(heard.read);
  stream.sayNow();
  if (heard.type === 'tool_started') return stream.tell('tool.started', { ...heard.call });
  const { toolCallId: tool_call_id, content, isError: is_error } = heard.result;
  stream.tell('tool.completed', { tool_call_id, content, is_error });
}
