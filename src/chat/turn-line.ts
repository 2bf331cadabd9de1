import type { ToolCall, ToolResult } from '../agent/agent-runner.js';
import type { Owner } from '../auth/owner.js';
import type { TailMessage } from '../conversation/message-tail.js';
import type { Platform } from '../conversation/platform.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { Summary } from '../memory/summary.js';
import type { TurnState } from './turn.entity.js';

/** Everything an accept stores. Ids are UUIDv7 made by the app, hashes SHA-256. */
export interface NewTurn {
  /** `live`: the owner's open conversation on the platform, or a new one once it has rested for too long. */
  readonly target: 'existing' | 'new' | 'primary' | 'live';
  /** The conversation asked for, or a fresh id for one that may be opened. */
  readonly conversationId: string;
  readonly owner: Owner;
  readonly turnId: string;
  readonly messageId: string;
  readonly dedupeScope: string;
  readonly dedupeKey: Buffer;
  readonly hasKey: boolean;
  readonly fingerprint: Buffer;
  readonly callerLanguage: string | null;
  /** The request that brought it; null where none did. */
  readonly requestId: string | null;
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly title: string;
  readonly platform: Platform;
  readonly refuseWhenBusy: boolean;
  /** How long a live conversation may have rested to be gone on with, in s; of other targets nothing. */
  readonly restSeconds: number;
  /** What the cache has of the conversation, of whatever version; the accept then reads no messages. */
  readonly remembered: MemoryEntry | null;
  readonly runToken: string;
}

/** What an accept brought back. */
export interface AcceptedTurn {
  readonly conversationId: string;
  readonly platform: Platform;
  readonly turnNo: number;
  /** True: the line was empty, the lease under `leaseEpoch` is ours, run it now. */
  readonly isClaimed: boolean;
  readonly leaseEpoch: number;
  readonly answeredTurnNo: number;
  readonly revision: number;
  /** False: `tail` may miss an answer that was stored while the accept waited; read the turn again. */
  readonly isTailCurrent: boolean;
  readonly tail: readonly TailMessage[];
  /** What was said longer ago; null where it was not read, or there is none. */
  readonly summary: Summary | null;
}

/** A turn with all that its run needs, under a lease. */
export interface OpenTurn {
  readonly conversationId: string;
  readonly leaseEpoch: number;
  /** Names the run: the lease and the lock are its. */
  readonly runToken: string;
  readonly owner: Owner;
  readonly platform: Platform;
  readonly turnId: string;
  readonly turnNo: number;
  readonly userMessageId: string;
  readonly question: string;
  /** The question's. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Times that it has failed and was put off. */
  readonly failures: number;
  readonly callerLanguage: string | null;
  /** The request that brought it; null where none did. */
  readonly requestId: string | null;
  readonly answeredTurnNo: number;
  readonly revision: number;
  /** Newest messages before the question, oldest first; null: the cache or `readTurn` must bring them. */
  readonly tail: readonly TailMessage[] | null;
  /** Read with the tail; null where there is none. */
  readonly summary: Summary | null;
  /** Time between the accept and the run, in ms. */
  readonly queueMs: number;
  /** Of what has been told of it; null: nobody wants to hear it while it runs. */
  readonly lastEventId: number | null;
  /** Its owner wants no answer any more. */
  readonly isCancelled: boolean;
}

/** The answer as it is stored. */
export interface NewAnswer {
  readonly messageId: string;
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly toolCalls: readonly ToolCall[] | null;
  readonly toolResults: readonly ToolResult[] | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

/** A turn as the database has it now. */
export interface TurnRecord {
  readonly turnId: string;
  readonly conversationId: string;
  readonly turnNo: number;
  readonly state: TurnState;
  readonly fingerprint: Buffer;
  readonly errorCode: string | null;
  readonly runEpoch: number | null;
  /** Null once the conversation is erased. */
  readonly userMessageId: string | null;
  readonly answer: StoredAnswer | null;
  /** True: it failed, and it is still the conversation's last turn. */
  readonly canReopen: boolean;
  readonly isRunning: boolean;
  readonly leaseOwner: string | null;
  /** The epoch under which the conversation's line is held now; null: nobody holds it. */
  readonly heldEpoch: number | null;
}

export interface StoredAnswer {
  readonly messageId: string;
  readonly content: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Null where it asked no tools. */
  readonly toolCalls: readonly ToolCall[] | null;
  readonly toolResults: readonly ToolResult[] | null;
}

/** `error_code` of a turn whose owner ended it before anything was said. */
export const CANCELLED = 'cancelled';

/** The owner ended the turn in the middle of this answer. */
export const isCutShort = ({ metadata }: StoredAnswer): boolean => metadata['finish_reason'] === CANCELLED;

/** How a turn ended. */
export type TurnOutcome =
  | { readonly state: 'answered'; readonly answer: StoredAnswer }
  | { readonly state: 'failed'; readonly errorCode: string }
  | { readonly state: 'cancelled' }
  | { readonly state: 'erased' };

/** Null: it has not ended. */
export function outcomeOf(record: TurnRecord): TurnOutcome | null {
  switch (record.state) {
    case 'accepted':
      return null;
    case 'answered':
      return record.answer ? { state: 'answered', answer: record.answer } : { state: 'erased' };
    case 'failed':
      return { state: 'failed', errorCode: record.errorCode ?? 'internal_error' };
    default:
      return { state: record.state };
  }
}
