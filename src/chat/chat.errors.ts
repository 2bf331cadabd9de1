import { ExpectedError, type FailureKind } from '../errors/expected.errors.js';

/** The message is not text, or nothing is left of it; `facts.details` says which. */
export class InvalidMessageError extends ExpectedError {
  readonly code = 'invalid_request';
  readonly kind: FailureKind = 'invalid';
}

/** The cleaned message is longer than a message may be. */
export class MessageTooLongError extends ExpectedError {
  readonly code = 'message_too_long';
  readonly kind: FailureKind = 'invalid';
}

/** The conversation has a turn in work, and the caller would rather go away than wait. Nothing was stored. */
export class ConversationBusyError extends ExpectedError {
  readonly code = 'conversation_busy';
  readonly kind: FailureKind = 'conflict';
  override readonly retryable = true;

  constructor() {
    super({ retryAfterSeconds: 2 });
  }
}

/** It is not the answer of the conversation's last turn, or a later message has come meanwhile. The old answer stands. */
export class NotLastTurnError extends ExpectedError {
  readonly code = 'not_last_turn';
  readonly kind: FailureKind = 'conflict';
}

/** The same Idempotency-Key came with another request. */
export class IdempotencyKeyReusedError extends ExpectedError {
  readonly code = 'idempotency_key_reused';
  readonly kind: FailureKind = 'unprocessable';
}

/** There is no such turn of the caller's. */
export class TurnNotFoundError extends ExpectedError {
  readonly code = 'turn_not_found';
  readonly kind: FailureKind = 'not_found';
}

/** The turn ended in a failure of our own, which was logged when it happened. */
export class TurnBrokenError extends ExpectedError {
  readonly code = 'internal_error';
  readonly kind: FailureKind = 'internal';
  override readonly retryable = true;
}
