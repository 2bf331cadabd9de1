import type { Settings } from '../config/settings.js';
import { AgentFailedError } from './agent.errors.js';
import type { AgentAnswer, AgentEvent, AgentRequest } from './agent-runner.js';
import { CallPieces } from './call-pieces.js';
import { type CompletionPiece, cutCharacters, nonEmpty } from './chat-completion.js';
import { type CompletionCall, toolsOf } from './completion-call.js';
import type { Deadline } from './deadline.js';
import { EndpointError } from './endpoint.errors.js';
import type { Exchange } from './exchange.js';
import { buildPrompt, type Prompt } from './prompt.js';
import { tokenCounter } from './token-count.js';
import { callsOf } from './tool-call.js';
import type { ToolOffer } from './tool-offer.js';
import { useTools } from './tool-round.js';
import { costOf, UsageSum } from './usage-sum.js';
import type { WrittenCall } from './written-call.js';

/** What a run needs of the agent that makes it. */
export interface RunParts {
  readonly settings: Settings;
  readonly deadline: Deadline;
  readonly offer: ToolOffer;
  /** Asks the endpoint; the pieces may be one that is the whole. */
  readonly ask: (call: CompletionCall) => AsyncIterable<CompletionPiece>;
}

/** Behind what is said before tools are asked: it ends the last word, which can be told then, and the paragraph. */
const BEFORE_TOOLS = '\n\n';

/** One run of the agent: asks, lets tools run, and asks again, until there is an answer. */
export class AgentRun {
  private readonly exchanges: Exchange[] = [];
  private readonly callIds = new Set<string>();
  private readonly usage = new UsageSum();
  private prompt: Prompt = { messages: [], tools: [], passages: [] };
  private text = '';
  private model: string | null = null;
  private isTruncated = false;
  /** True once the endpoint has said that half the budget has to do. */
  private isNarrow = false;

  constructor(
    private readonly request: AgentRequest,
    private readonly parts: RunParts,
  ) {}

  /** Pieces of the text and tools as they run, and at last the answer. Throws as AgentRunner does. */
  async *events(): AsyncGenerator<AgentEvent> {
    const { maxToolRounds } = this.parts.settings.agent;
    for (let rounds = 0; ; rounds += 1) {
      const mayUseTools = rounds < maxToolRounds && this.parts.offer.definitions.length > 0;
      const { text, written } = yield* this.ask(mayUseTools ? 'tools' : 'answer');
      const calls = mayUseTools && !this.isTruncated ? callsOf(written, this.callIds) : [];
      if (calls.length === 0) break;
      if (text.trim() !== '') yield* this.say(BEFORE_TOOLS);
      this.exchanges.push({ text, calls, results: yield* useTools(calls, this.parts) });
    }
    yield { type: 'answer', answer: this.answer() };
  }

  /** Asks once, and once more with half the budget where the endpoint found it too long. */
  private async *ask(wanted: Wanted): AsyncGenerator<AgentEvent, Round> {
    const said = this.text;
    try {
      return yield* this.listen(await this.call(wanted));
    } catch (error) {
      if (this.isNarrow || this.text !== said || !isTooLong(error)) throw error;
      this.isNarrow = true;
      return yield* this.listen(await this.call(wanted));
    }
  }

  private async call(wanted: Wanted): Promise<CompletionCall> {
    const { conversationId, turnId } = this.request;
    const { systemPrompt, maxContextTokens } = this.parts.settings.agent;
    const tools = this.parts.offer.definitions;
    const { exchanges } = this;
    const limits = { systemPrompt, budgetTokens: this.isNarrow ? maxContextTokens / 2 : maxContextTokens };
    const countTokens = await tokenCounter(this.request, {
      ...limits,
      tools: toolsOf(tools).map((tool) => JSON.stringify(tool)),
      exchanges: exchanges.map((exchange) => JSON.stringify(exchange)),
    });
    this.prompt = buildPrompt(this.request, { ...limits, countTokens, tools, exchanges });
    this.parts.offer.foundRoom(this.prompt.tools.length);
    return {
      messages: this.prompt.messages,
      tools: this.prompt.tools,
      mayUseTools: wanted === 'tools',
      headers: { 'x-parley-conversation': conversationId, 'x-parley-turn': turnId },
    };
  }

  /** Tells the pieces as they come, up to the longest answer. */
  private async *listen(call: CompletionCall): AsyncGenerator<AgentEvent, Round> {
    const pieces = new CallPieces();
    let round = '';
    let isComplete = false;
    let usage: CompletionPiece['usage'] = null;
    for await (const piece of this.parts.ask(call)) {
      pieces.add(piece.toolCalls);
      usage = piece.usage ?? usage;
      this.model = piece.model ?? this.model;
      isComplete ||= piece.isLast;
      this.isTruncated ||= piece.isTruncated ?? false;
      if (piece.text !== '') yield* this.say(piece.text);
      round += piece.text;
      if (this.isTruncated) break;
    }
    if (!isComplete && !this.isTruncated)
      throw new AgentFailedError({ cause: new Error('the stream ended early') });
    this.usage.add(usage);
    return { text: round, written: pieces.written() };
  }

  private *say(more: string): Generator<AgentEvent> {
    const { maxAnswerCharacters } = this.parts.settings.agent;
    const text = cutCharacters(this.text + more, maxAnswerCharacters);
    const delta = text.slice(this.text.length);
    this.isTruncated ||= text.length < this.text.length + more.length;
    this.text = text;
    if (delta !== '') yield { type: 'delta', text: delta };
  }

  private answer(): AgentAnswer {
    const { settings } = this.parts;
    const usage = this.usage.total();
    return {
      text: nonEmpty(this.text),
      sources: this.prompt.passages,
      toolCalls: this.exchanges.flatMap(({ calls }) => calls),
      toolResults: this.exchanges.flatMap(({ results }) => results),
      usage,
      cost: usage && costOf(usage, settings.agent),
      model: this.model ?? settings.agent.model,
      isTruncated: this.isTruncated,
    };
  }
}

/** What the model is to give: calls of tools as it likes, or an answer without them. */
type Wanted = 'tools' | 'answer';

interface Round {
  readonly text: string;
  readonly written: readonly WrittenCall[];
}

function isTooLong(error: unknown): boolean {
  const cause = error instanceof AgentFailedError ? error.facts.cause : null;
  return cause instanceof EndpointError && cause.isContextOverflow;
}
