export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

export interface ToolResult {
  readonly toolCallId: string;
  readonly content: string;
  readonly isError: boolean;
}

/** A message as the agent is told it. */
export interface AgentMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** What the answer asked of tools, in order; absent where it asked nothing. */
  readonly toolCalls?: readonly ToolCall[];
  /** What they said to it, in order. */
  readonly toolResults?: readonly ToolResult[];
}

/** A passage of the knowledge base that fits the question; `score` grows with the fit, 0 to 1. */
export interface Passage {
  readonly title: string;
  readonly url: string | null;
  readonly snippet: string;
  readonly content: string;
  readonly score: number;
}

export interface AgentRequest {
  readonly conversationId: string;
  readonly turnId: string;
  /** The cleaned question. */
  readonly message: string;
  /** What was said before, oldest first, without the question. */
  readonly history: readonly AgentMessage[];
  /** What no longer fits into `history`, in short; null when everything fits. */
  readonly summary: string | null;
  /** ISO 639-1 code of the question's language. */
  readonly language: string;
  readonly intent: string;
  /** Best passages first; empty when nothing fits. */
  readonly passages: readonly Passage[];
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Cost {
  readonly amount: number;
  readonly currency: string;
}

export interface AgentAnswer {
  readonly text: string;
  /** Passages that the answer rests on; empty when it rests on none. */
  readonly sources: readonly Passage[];
  readonly toolCalls: readonly ToolCall[];
  readonly toolResults: readonly ToolResult[];
  /** Null where the model did not say. */
  readonly usage: TokenUsage | null;
  readonly cost: Cost | null;
  readonly model: string | null;
  /** True when the answer was cut at AGENT_MAX_ANSWER_CHARACTERS. */
  readonly isTruncated: boolean;
}

/** What a streamed run brings: pieces of text in order, tools as they run, and at last the whole answer. */
export type AgentEvent =
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'tool_started'; readonly call: ToolCall }
  | { readonly type: 'tool_completed'; readonly result: ToolResult }
  | { readonly type: 'answer'; readonly answer: AgentAnswer };

/** Whether the agent is being asked: `open` after failures in a row, `half-open` while one probe is under way. */
export type AgentState = 'closed' | 'open' | 'half-open';

/**
 * Who answers. An implementation is named for its technology.
 * Both methods obey `signal`: aborted, they end with its reason and close what they opened.
 */
export abstract class AgentRunner {
  /**
   * @throws AgentFailedError when there is no usable answer
   * @throws AgentTimeoutError when AGENT_TIMEOUT_MS is over
   */
  abstract run(request: AgentRequest, signal: AbortSignal): Promise<AgentAnswer>;

  /** The same, piece by piece; the last event is always `answer`. Throws as `run` does. */
  abstract stream(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentEvent>;

  /** State of the circuit breaker in front of it, for the health report. */
  abstract state(): AgentState;
}
