import type { AgentMessage, Cost, Passage, TokenUsage, ToolCall, ToolResult } from '../agent/agent-runner.js';
import { TAUGHT_INTENTS } from '../config/intent-examples.js';

/** What a message is about, told without asking the model; `blocked` is the screen's word. */
export const INTENTS = [...TAUGHT_INTENTS, 'blocked'] as const;
export type Intent = (typeof INTENTS)[number];

/** What the pipeline goes through, in this order. */
export const STAGES = ['screen', 'language', 'intent', 'knowledge', 'agent', 'guard'] as const;

/** What is heard of an answer while it is made. */
export type Heard =
  /** There is more of the answer. `read` gives it from its beginning, as far as it may be said; it costs more the longer that is. */
  | { readonly type: 'text'; readonly read: () => string }
  | { readonly type: 'tool_started'; readonly call: ToolCall }
  | { readonly type: 'tool_completed'; readonly result: ToolResult };

/** Everything the pipeline is told about one turn. */
export interface PipelineContext {
  readonly conversationId: string;
  readonly turnId: string;
  readonly ownerKind: 'device' | 'user';
  readonly ownerId: string;
  readonly platform: string;
  /** The cleaned question. */
  readonly message: string;
  /** Oldest first, without the question. */
  readonly history: readonly AgentMessage[];
  readonly summary: string | null;
  /** Language that the caller's Accept-Language names, if Parley speaks it. */
  readonly callerLanguage: string | null;
  /** Aborts at the deadline, when the lease is lost, and on cancellation. */
  readonly signal: AbortSignal;
  /** Called while the agent answers; null: nobody listens, and the agent is asked for the whole. */
  readonly hear: ((heard: Heard) => void) | null;
}

/** What came out of it. */
export interface PipelineResult {
  readonly finalResponse: string;
  readonly intent: Intent;
  /** ISO 639-1. */
  readonly language: string;
  readonly sources: readonly Passage[];
  readonly usage: TokenUsage | null;
  readonly cost: Cost | null;
  readonly model: string | null;
  readonly toolCalls: readonly ToolCall[];
  readonly toolResults: readonly ToolResult[];
  readonly isTruncated: boolean;
  /** True when the screen found something and INJECTION_POLICY is `flag`. */
  readonly isFlagged: boolean;
  /** Time spent per stage, in ms; `agent` is 0 when the agent was not asked. */
  readonly stageMs: Readonly<Record<string, number>>;
}
