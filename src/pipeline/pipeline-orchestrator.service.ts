import { Injectable } from '@nestjs/common';
import { AgentStage } from './agent.stage.js';
import { OutputGuardStage } from './output-guard.stage.js';
import type { Heard, PipelineContext, PipelineResult } from './pipeline-context.js';
import { ScreenStage } from './screen.stage.js';
import { StageClock } from './stage-clock.js';
import type { TurnDraft } from './turn-draft.js';
import { TurnEnricher } from './turn-enricher.service.js';

/** Thinks about one message: screen → language → intent → knowledge → agent → output guard. */
@Injectable()
export class PipelineOrchestrator {
  constructor(
    private readonly screen: ScreenStage,
    private readonly enricher: TurnEnricher,
    private readonly agent: AgentStage,
    private readonly guard: OutputGuardStage,
  ) {}

  /**
   * Answers one message; a blocked one is refused without asking the agent.
   * @throws AgentFailedError when there is no usable answer
   * @throws AgentTimeoutError when the agent took too long
   * @throws the reason of `context.signal` when it aborts
   */
  async process(context: PipelineContext): Promise<PipelineResult> {
    const clock = new StageClock();
    const { isBlocked, isFlagged } = await clock.time('screen', () => this.screen.judge(context.message));
    const draft = await this.enricher.enrich({ context, isBlocked, clock });
    context.signal.throwIfAborted();
    const result = isBlocked ? this.refuse(draft) : await this.answer(draft, clock);
    return { ...result, intent: draft.intent, language: draft.language, isFlagged, stageMs: clock.read() };
  }

  private refuse({ language }: TurnDraft): Thought {
    return {
      finalResponse: this.screen.refusal(language),
      sources: [],
      usage: null,
      cost: null,
      model: null,
      toolCalls: [],
      toolResults: [],
      isTruncated: false,
    };
  }

  private async answer(draft: TurnDraft, clock: StageClock): Promise<Thought> {
    const { text, ...answer } = await clock.time('agent', () => this.agent.answer(this.guarded(draft)));
    return clock.time('guard', () => ({
      ...answer,
      finalResponse: this.guard.clean(text),
      sources: answer.sources.map((source) => this.guard.cleanSource(source)),
      toolCalls: answer.toolCalls.map((call) => this.guard.cleanCall(call)),
      toolResults: answer.toolResults.map((result) => this.guard.cleanResult(result)),
    }));
  }

  /** Whoever listens hears no leak either. */
  private guarded(draft: TurnDraft): TurnDraft {
    const { hear } = draft.context;
    if (hear === null) return draft;
    return { ...draft, context: { ...draft.context, hear: (heard) => hear(this.cleanHeard(heard)) } };
  }

  private cleanHeard(heard: Heard): Heard {
    if (heard.type === 'text') return { ...heard, read: () => this.guard.cleanSoFar(heard.read()) };
    if (heard.type === 'tool_started') return { ...heard, call: this.guard.cleanCall(heard.call) };
    return { ...heard, result: this.guard.cleanResult(heard.result) };
  }
}

type Thought = Omit<PipelineResult, 'intent' | 'language' | 'isFlagged' | 'stageMs'>;
