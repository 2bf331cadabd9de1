import type { Owner } from '../auth/owner.js';
import type { ToolCall, ToolResult } from '../agent/agent-runner.js';
import type { TailMessage } from '../conversation/message-tail.js';
import type { Platform } from '../conversation/platform.js';
import type { Summary } from '../memory/summary.js';
import type { AcceptedTurn, OpenTurn, TurnRecord } from './turn-line.js';
import type { TurnState } from './turn.entity.js';

/** Rows as the turn's statements return them; bigint comes as text. */
export interface AcceptedRow {
  readonly conversation_id: string;
  readonly platform: Platform;
  readonly turn_no: string;
  readonly claimed: boolean;
  readonly lease_epoch: string;
  readonly answered_turn_no: string;
  readonly revision: string;
  readonly tail_is_current: boolean;
  readonly summary: Summary | null;
  readonly messages: TailMessage[];
}

export interface OpenTurnRow {
  readonly turn_id: string;
  readonly caller_language: string | null;
  readonly request_id: string | null;
  readonly user_message_id: string;
  readonly question: string;
  readonly metadata: Record<string, unknown>;
  readonly head_failures: number;
  readonly platform: Platform;
  readonly device_id: string | null;
  readonly user_id: string | null;
  readonly answered_turn_no: string;
  readonly revision: string;
  readonly waited_ms: number;
  readonly last_event_id: string | null;
  readonly is_cancelled: boolean;
  readonly summary: Summary | null;
  readonly messages: TailMessage[];
}

export interface TurnRow {
  readonly turn_id: string;
  readonly conversation_id: string;
  readonly turn_no: string;
  readonly state: TurnState;
  readonly fingerprint: Buffer;
  readonly error_code: string | null;
  readonly run_epoch: string | null;
  readonly user_message_id: string | null;
  readonly assistant_message_id: string | null;
  readonly answer: string | null;
  readonly answer_metadata: Record<string, unknown> | null;
  readonly answer_tool_calls: ToolCall[] | null;
  readonly answer_tool_results: ToolResult[] | null;
  readonly can_reopen: boolean;
  readonly is_running: boolean;
  readonly lease_owner: string | null;
  readonly held_epoch: string | null;
}

export const toAccepted = (row: AcceptedRow): AcceptedTurn => ({
  conversationId: row.conversation_id,
  platform: row.platform,
  turnNo: Number(row.turn_no),
  isClaimed: row.claimed,
  leaseEpoch: Number(row.lease_epoch),
  answeredTurnNo: Number(row.answered_turn_no),
  revision: Number(row.revision),
  isTailCurrent: row.tail_is_current,
  summary: row.summary,
  tail: row.messages,
});

export const toOpenTurn = (
  row: OpenTurnRow,
  hold: { conversationId: string; turnNo: number; leaseEpoch: number },
): Omit<OpenTurn, 'runToken'> => ({
  conversationId: hold.conversationId,
  leaseEpoch: hold.leaseEpoch,
  owner: rowOwner(row),
  platform: row.platform,
  turnId: row.turn_id,
  turnNo: hold.turnNo,
  userMessageId: row.user_message_id,
  question: row.question,
  metadata: row.metadata,
  failures: row.head_failures,
  callerLanguage: row.caller_language,
  requestId: row.request_id,
  answeredTurnNo: Number(row.answered_turn_no),
  revision: Number(row.revision),
  summary: row.summary,
  tail: row.messages,
  queueMs: row.waited_ms,
  lastEventId: row.last_event_id === null ? null : Number(row.last_event_id),
  isCancelled: row.is_cancelled,
});

const rowOwner = (row: OpenTurnRow): Owner =>
  row.device_id === null ? { kind: 'user', id: row.user_id ?? '' } : { kind: 'device', id: row.device_id };

export const toRecord = (row: TurnRow): TurnRecord => ({
  turnId: row.turn_id,
  conversationId: row.conversation_id,
  turnNo: Number(row.turn_no),
  state: row.state,
  fingerprint: row.fingerprint,
  errorCode: row.error_code,
  runEpoch: row.run_epoch === null ? null : Number(row.run_epoch),
  userMessageId: row.user_message_id,
  answer: rowAnswer(row),
  canReopen: row.can_reopen,
  isRunning: row.is_running,
  leaseOwner: row.lease_owner,
  heldEpoch: row.held_epoch === null ? null : Number(row.held_epoch),
});

const rowAnswer = (row: TurnRow): TurnRecord['answer'] =>
  row.assistant_message_id === null || row.answer === null
    ? null
    : {
        messageId: row.assistant_message_id,
        content: row.answer,
        metadata: row.answer_metadata ?? {},
        toolCalls: row.answer_tool_calls,
        toolResults: row.answer_tool_results,
      };
