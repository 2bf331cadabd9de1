import { type Language, LANGUAGES } from '../config/chat.config.js';
import type { Settings } from '../config/settings.js';
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentRequest,
  AgentRunner,
  type AgentState,
  type Passage,
} from './agent-runner.js';
import { cutCharacters } from './chat-completion.js';
import { SMALL_TALK, UNKNOWN } from './small-talk.js';

/**
 * A passage below this fit answers nothing; from 0 to 1. Half of a question's words may be chance: from 0.5 on, 25 of 323 questions
 * about other things would be answered, from 0.55 on 2 are; of 326 about Parley only one is lost by that.
 */
export const MIN_ANSWER_SCORE = 0.55;

/**
 * Answers without a model: small talk from a table, questions with the best passage of the knowledge base,
 * word for word, and an honest "I don't know" where none fits.
 */
export class KnowledgeAgent extends AgentRunner {
  constructor(private readonly settings: Settings) {
    super();
  }

  override state(): AgentState {
    return 'closed';
  }

  override async run(request: AgentRequest, signal: AbortSignal): Promise<AgentAnswer> {
    signal.throwIfAborted();
    const language = this.language(request.language);
    const smallTalk = SMALL_TALK.get(request.intent)?.[language];
    if (smallTalk !== undefined) return this.answer(smallTalk, []);
    const best = request.passages.find(({ score }) => score >= MIN_ANSWER_SCORE);
    return best ? this.answer(best.content, [best]) : this.answer(UNKNOWN[language], []);
  }

  override async *stream(request: AgentRequest, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    const answer = await this.run(request, signal);
    yield { type: 'delta', text: answer.text };
    yield { type: 'answer', answer };
  }

  private language(code: string): Language {
    return LANGUAGES.find((spoken) => spoken === code) ?? this.settings.chat.defaultLanguage;
  }

  private answer(content: string, sources: readonly Passage[]): AgentAnswer {
    const text = cutCharacters(content, this.settings.agent.maxAnswerCharacters);
    const isTruncated = text.length < content.length;
    return {
      text,
      sources,
      toolCalls: [],
      toolResults: [],
      usage: null,
      cost: null,
      model: null,
      isTruncated,
    };
  }
}
