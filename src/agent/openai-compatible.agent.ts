import type { Settings } from '../config/settings.js';
import { AgentFailedError } from './agent.errors.js';
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentRequest,
  AgentRunner,
  type AgentState,
  type Cost,
  type Passage,
  type TokenUsage,
} from './agent-runner.js';
import { type Completion, cutCharacters, nonEmpty } from './chat-completion.js';
import type { ChatCompletionsClient } from './chat-completions.client.js';
import type { CompletionCall } from './completion-call.js';
import { Deadline } from './deadline.js';
import { buildPrompt, type Prompt } from './prompt.js';
import { tokenCounter } from './token-count.js';

/** Answers by a model behind the OpenAI chat-completions protocol. */
export class OpenAiCompatibleAgent extends AgentRunner {
  constructor(
    private readonly settings: Settings,
    private readonly client: ChatCompletionsClient,
  ) {
    super();
  }

  override state(): AgentState {
    return this.client.state();
  }

  override async run(request: AgentRequest, signal: AbortSignal): Promise<AgentAnswer> {
    const deadline = new Deadline(signal, this.settings.agent.timeoutMs);
    try {
      const prompt = await this.prompt(request);
      return this.answer(await this.client.complete(toCall(prompt, request), deadline), prompt.passages);
    } finally {
      deadline.close();
    }
  }

  override async *stream(request: AgentRequest, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    const deadline = new Deadline(signal, this.settings.agent.timeoutMs);
    try {
      const prompt = await this.prompt(request);
      const completion = yield* this.deltas(toCall(prompt, request), deadline);
      yield { type: 'answer', answer: this.answer(completion, prompt.passages) };
    } finally {
      deadline.close();
    }
  }

  /** Yields the pieces as they come, up to the longest answer, and returns the whole. */
  private async *deltas(call: CompletionCall, deadline: Deadline): AsyncGenerator<AgentEvent, Completion> {
    let whole: Completion = { text: '', usage: null, model: null, isTruncated: false };
    let isComplete = false;
    for await (const piece of this.client.stream(call, deadline)) {
      const text = this.cut(whole.text + piece.text);
      const delta = text.slice(whole.text.length);
      const isTruncated = text.length < whole.text.length + piece.text.length;
      isComplete ||= piece.isLast || isTruncated;
      whole = { text, usage: piece.usage ?? whole.usage, model: piece.model ?? whole.model, isTruncated };
      if (delta !== '') yield { type: 'delta', text: delta };
      if (isTruncated) break;
    }
    if (!isComplete) throw new AgentFailedError({ cause: new Error('the stream ended early') });
    return { ...whole, text: nonEmpty(whole.text) };
  }

  private async prompt(request: AgentRequest): Promise<Prompt> {
    const { systemPrompt, maxContextTokens: budgetTokens } = this.settings.agent;
    const countTokens = await tokenCounter(request, { systemPrompt, budgetTokens });
    return buildPrompt(request, { systemPrompt, budgetTokens, countTokens });
  }

  private answer(completion: Completion, sources: readonly Passage[]): AgentAnswer {
    const text = this.cut(completion.text);
    return {
      text,
      sources,
      toolCalls: [],
      toolResults: [],
      usage: completion.usage,
      cost: this.cost(completion.usage),
      model: completion.model ?? this.settings.agent.model,
      isTruncated: completion.isTruncated || text.length < completion.text.length,
    };
  }

  private cost(usage: TokenUsage | null): Cost | null {
    const { priceInputPerMtok, priceOutputPerMtok, priceCurrency: currency } = this.settings.agent;
    if (usage === null || priceInputPerMtok === null || priceOutputPerMtok === null) return null;
    const micros = usage.inputTokens * priceInputPerMtok + usage.outputTokens * priceOutputPerMtok;
    return { amount: Number((micros / 1e6).toFixed(12)), currency };
  }

  private cut(text: string): string {
    return cutCharacters(text, this.settings.agent.maxAnswerCharacters);
  }
}

function toCall(prompt: Prompt, request: AgentRequest): CompletionCall {
  const headers = { 'x-parley-conversation': request.conversationId, 'x-parley-turn': request.turnId };
  return { messages: prompt.messages, headers };
}
