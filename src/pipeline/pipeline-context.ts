import type { AgentMessage, Cost, Passage, TokenUsage, ToolCall, ToolResult } from '../agent/agent-runner.js';

/** What a message is about, told without asking the model. */
export const INTENTS = [
  'greeting',
  'thanks',
  'goodbye',
  'help',
  'human_handoff',
  'smalltalk',
  'question',
  'other',
  'blocked',
] as const;
export type Intent = (typeof INTENTS)[number];

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
