import type { Language } from '../config/chat.config.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import { eventId, PLACES, type StreamEvent } from '../stream/stream-event.js';
import { ChatResponseDto } from './chat.dto.js';
import { CANCELLED, isCutShort, outcomeOf, type TurnRecord } from './turn-line.js';

/**
 * What a stream ends with, read from the turn as it is stored: so it is told by any process, also by one that knows nothing of
 * the run. Null: it has not ended. `last`: the id of the event told last; `language`: of a failure's sentence.
 */
export function endEvents(record: TurnRecord, last: number, language: Language): StreamEvent[] | null {
  const outcome = outcomeOf(record);
  if (!outcome) return null;
  const { turnId, conversationId, userMessageId, runEpoch } = record;
  const end = (type: StreamEvent['type'], data: StreamEvent['data']): StreamEvent => ({
    id: runEpoch === null ? last + 1 : eventId(runEpoch, PLACES.end),
    type,
    data: { turn_id: turnId, conversation_id: conversationId, ...data },
  });
  if (outcome.state === 'failed') {
    const { errorCode } = outcome;
    if (errorCode === CANCELLED) return [end('turn.cancelled', {})];
    return [end('turn.failed', { error: errorCode, message: friendlyMessage(errorCode, language) })];
  }
  if (outcome.state !== 'answered' || userMessageId === null) return [end('turn.cancelled', {})];
  const { answer } = outcome;
  const reply = { type: 'answered', turnId, conversationId, userMessageId, answer, isReplay: false } as const;
  const message = { ...ChatResponseDto.from(reply) };
  return [
    { id: eventId(runEpoch ?? 0, PLACES.answer), type: 'message.completed', data: message },
    end(isCutShort(answer) ? 'turn.cancelled' : 'turn.completed', {}),
  ];
}
