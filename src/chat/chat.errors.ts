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
