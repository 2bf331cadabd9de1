import type { Owner } from '../auth/owner.js';

/** What every event says. There is no place in it for the text of a message. */
interface EventFacts {
  /** Null where no request caused it. */
  readonly requestId: string | null;
  readonly conversationId: string | null;
  /** `web`, `messenger` or `api`; null where it is not known. */
  readonly platform: string | null;
  /** Null where nothing was timed. */
  readonly latencyMs: number | null;
  /** Published as a keyed hash only; of Messenger as `psid` too. */
  readonly owner: Owner | null;
}

/** A message was stored, once however often it is sent. */
export interface MessageReceived extends EventFacts {
  readonly type: 'message_received';
}

export interface IntentClassified extends EventFacts {
  readonly type: 'intent_classified';
  readonly intent: string;
  /** ISO 639-1. */
  readonly language: string;
}

/** `latencyMs` is the whole turn, from acceptance to the stored answer. */
export interface ResponseGenerated extends EventFacts {
  readonly type: 'response_generated';
  readonly latencyMs: number;
  /** Time between acceptance and run. */
  readonly queueMs: number;
  /** Time spent in the agent; 0 when it was not asked. */
  readonly agentMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

/** `latencyMs` runs from the request's entry until its answer has left. */
export interface ResponseSent extends EventFacts {
  readonly type: 'response_sent';
}

/** `latencyMs` is the whole turn until it failed. */
export interface TurnFailed extends EventFacts {
  readonly type: 'turn_failed';
  readonly latencyMs: number;
  /** Time between acceptance and run. */
  readonly queueMs: number;
  /** Stable code of the failure, such as `agent_timeout`. */
  readonly errorCode: string;
}

/** `owner` is null where the limit by address refused. */
export interface RateLimited extends EventFacts {
  readonly type: 'rate_limited';
}

/** A part of an answer did not reach the person, or nobody knows. `latencyMs` runs from its storing. */
export interface SendFailed extends EventFacts {
  readonly type: 'send_failed';
  /** What becomes of it: `pending` is sent again, `unknown` waits for an echo. */
  readonly state: string;
  /** As Meta names it, `code/subcode`, or our own word. */
  readonly errorCode: string | null;
}

/** Memory was read from the database because the cache did not answer. */
export interface MemoryFallback extends EventFacts {
  readonly type: 'memory_fallback';
}

export interface BreakerChanged extends EventFacts {
  readonly type: 'breaker_opened' | 'breaker_closed';
  readonly target: 'agent' | 'redis' | 'send';
}

export type ObservabilityEvent =
  | MessageReceived
  | IntentClassified
  | ResponseGenerated
  | ResponseSent
  | TurnFailed
  | RateLimited
  | MemoryFallback
  | SendFailed
  | BreakerChanged;
