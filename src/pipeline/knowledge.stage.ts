import { Injectable } from '@nestjs/common';
import { MIN_ANSWER_SCORE } from '../agent/knowledge.agent.js';
import type { AgentMessage, Passage } from '../agent/agent-runner.js';
import { KnowledgeService } from '../knowledge/knowledge.service.js';
import { EnrichmentStage } from './enrichment.stage.js';
import { type FollowUp, followUpOf } from './follow-up.js';
import { IntentStage } from './intent.stage.js';
import type { Intent, PipelineContext } from './pipeline-context.js';
import type { TurnDraft } from './turn-draft.js';

const MAX_PASSAGES = 4;
/**
 * How much worse than the best one a passage may fit the question itself, for the topic to be preferred: as much as a word in the
 * text fits worse than one in the heading, and a little. With more, questions that stand on their own are bent.
 */
const MAX_LOSS = 0.31;
const NEEDS_KNOWLEDGE: ReadonlySet<Intent> = new Set(['question', 'other']);

/**
 * Looks up what the knowledge base says about a question; small talk needs no looking up. A question that leans on the one
 * before is searched for once more, together with that one's words.
 */
@Injectable()
export class KnowledgeStage extends EnrichmentStage {
  override readonly name = 'knowledge';

  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly intents: IntentStage,
  ) {
    super();
  }

  override async enrich({ context, intent }: TurnDraft): Promise<Partial<TurnDraft>> {
    if (!NEEDS_KNOWLEDGE.has(intent)) return { passages: [] };
    const alone = await this.knowledge.search(context.message, { limit: MAX_PASSAGES });
    const followUp = this.followUp(context, alone);
    if (!followUp) return { passages: alone };
    const together = await this.search(followUp, { context, alone });
    return { passages: isAnswer(alone) && !isAnswer(together) ? alone : together };
  }

  private followUp({ message, history }: PipelineContext, alone: readonly Passage[]): FollowUp | null {
    return followUpOf(message, { earlier: this.questionsOf(history), isAnswered: isAnswer(alone) });
  }

  /** Newest first, and only as many as are asked for: to tell small talk takes 0.1 ms. */
  private *questionsOf(history: readonly AgentMessage[]): Generator<string> {
    for (const { role, content } of history.toReversed())
      if (role === 'user' && NEEDS_KNOWLEDGE.has(this.intents.intentOf(content))) yield content;
  }

  /** Of a question for more, only what was not said word for word. */
  private async search(
    { question, topic, topicWeight, ...followUp }: FollowUp,
    { context, alone }: { context: PipelineContext; alone: readonly Passage[] },
  ): Promise<Passage[]> {
    const minOwnScore = followUp.isBare ? 0 : (alone[0]?.score ?? 0) - MAX_LOSS;
    const options = { limit: MAX_PASSAGES, topic: { words: topic, weight: topicWeight, minOwnScore } };
    const found = await this.knowledge.search(question, options);
    const said = new Set(context.history.map(({ content }) => content.trim()));
    return followUp.wantsMore ? found.filter(({ content }) => !said.has(content.trim())) : found;
  }
}

const isAnswer = ([best]: readonly Passage[]): boolean => (best?.score ?? 0) >= MIN_ANSWER_SCORE;
