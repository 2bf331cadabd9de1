import { Injectable } from '@nestjs/common';
import { KnowledgeService } from '../knowledge/knowledge.service.js';
import { EnrichmentStage } from './enrichment.stage.js';
import type { Intent } from './pipeline-context.js';
import type { TurnDraft } from './turn-draft.js';

const MAX_PASSAGES = 4;
const NEEDS_KNOWLEDGE: ReadonlySet<Intent> = new Set(['question', 'other']);

/** Looks up what the knowledge base says about a question; small talk needs no looking up. */
@Injectable()
export class KnowledgeStage extends EnrichmentStage {
  override readonly name = 'knowledge';

  constructor(private readonly knowledge: KnowledgeService) {
    super();
  }

  override async enrich({ context, intent }: TurnDraft): Promise<Partial<TurnDraft>> {
    if (!NEEDS_KNOWLEDGE.has(intent)) return { passages: [] };
    return { passages: await this.knowledge.search(context.message, { limit: MAX_PASSAGES }) };
  }
}
