import type { Language } from '../config/chat.config.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import { TURN_STATUSES, type TurnStatus, type TurnView } from './turn-view.js';
import { ApiProperty } from '@nestjs/swagger';

/** Why a turn has no answer. */
export class TurnErrorDto {
  /** Stable code, as in the answer to a request that failed. */
  error: string;
  /** What to show the person. */
  message: string;
}

/** Where a turn stands. */
export class TurnDto {
  id: string;
  conversation_id: string;
  @ApiProperty({ enum: TURN_STATUSES })
  status: TurnStatus;
  user_message_id: string;
  /** Null until the turn is completed. */
  assistant_message_id: string | null;
  /** The answer's text; null until the turn is completed. */
  response: string | null;
  error: TurnErrorDto | null;

  /** `language`: of the error's sentence. */
  static from(turn: TurnView, language: Language): TurnDto {
    const { errorCode, answer } = turn;
    return {
      id: turn.turnId,
      conversation_id: turn.conversationId,
      status: turn.status,
      user_message_id: turn.userMessageId,
      assistant_message_id: answer?.messageId ?? null,
      response: answer?.content ?? null,
      error: errorCode === null ? null : { error: errorCode, message: friendlyMessage(errorCode, language) },
    };
  }
}
