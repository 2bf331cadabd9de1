import { AgentFailedError, AgentTimeoutError } from '../agent/agent.errors.js';
import { ConversationNotFoundError } from '../conversation/conversation.errors.js';
import type { ExpectedError } from '../errors/expected.errors.js';
import { UnavailableError } from '../errors/request.errors.js';
import { TurnBrokenError } from './chat.errors.js';
import type { TurnOutcome } from './turn-line.js';

/** The failure to tell a caller whose turn has no answer; null: it has not ended in time. */
export function turnFailure(
  turn: { turnId: string; conversationId: string; userMessageId: string; isReplay: boolean },
  outcome: Exclude<TurnOutcome, { state: 'answered' }> | 'interrupted' | null,
): ExpectedError {
  const { turnId, conversationId, userMessageId } = turn;
  const ids = { conversation_id: conversationId, user_message_id: userMessageId, turn_id: turnId };
  const facts = { ids, ...(turn.isReplay && { headers: { 'Idempotency-Replayed': 'true' } }) };
  if (outcome === null) return new AgentTimeoutError(facts);
  if (outcome === 'interrupted') return new UnavailableError(facts);
  if (outcome.state === 'erased') return new ConversationNotFoundError();
  const code = outcome.state === 'failed' ? outcome.errorCode : 'cancelled';
  if (code === 'agent_timeout') return new AgentTimeoutError(facts);
  return code === 'internal_error' ? new TurnBrokenError(facts) : new AgentFailedError(facts);
}
