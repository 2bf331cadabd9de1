import { Inject, Injectable, Logger } from '@nestjs/common';
import { DatabaseError } from 'pg';
import { Settings } from '../config/settings.js';
import { inTime } from '../in-time.js';
import { EnrichmentStage } from './enrichment.stage.js';
import type { PipelineContext } from './pipeline-context.js';
import type { StageClock } from './stage-clock.js';
import type { TurnDraft } from './turn-draft.js';

/** A message to find out about. */
interface EnrichmentRequest {
  readonly context: PipelineContext;
  /** True of a message that the agent will not be asked about. */
  readonly isBlocked: boolean;
  /** Told how long each stage took. */
  readonly clock: StageClock;
}

/** Longest wait for one enrichment, in ms. */
const MAX_STAGE_MS = 1000;

/** Finds out what can be known of a message without asking the agent. */
@Injectable()
export class TurnEnricher {
  private readonly logger = new Logger(TurnEnricher.name);

  constructor(
    private readonly settings: Settings,
    @Inject(EnrichmentStage) private readonly stages: readonly EnrichmentStage[],
  ) {}

  /** Never throws: a stage that is broken or late is logged and skipped. */
  async enrich({ context, isBlocked, clock }: EnrichmentRequest): Promise<TurnDraft> {
    const language = context.callerLanguage ?? this.settings.chat.defaultLanguage;
    let draft: TurnDraft = { context, language, intent: isBlocked ? 'blocked' : 'other', passages: [] };
    for (const stage of this.stages) {
      draft = { ...draft, ...(await clock.time(stage.name, () => this.attempt(stage, draft))) };
    }
    return draft;
  }

  private async attempt(stage: EnrichmentStage, draft: TurnDraft): Promise<Partial<TurnDraft>> {
    try {
      return await inTime(stage.enrich(draft), MAX_STAGE_MS);
    } catch (error) {
      const facts = { stage: stage.name, turn_id: draft.context.turnId, reason: reasonOf(error) };
      this.logger.warn(facts, 'A stage was skipped');
      return {};
    }
  }
}

/** Name and message only, of the database just the SQLSTATE: it quotes the question that it was asked about. */
function reasonOf(error: unknown): string {
  if (error instanceof DatabaseError) return `SQLSTATE ${error.code}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : 'not an error';
}
