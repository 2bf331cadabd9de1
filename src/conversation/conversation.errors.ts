import { ExpectedError, type FailureKind } from '../errors/expected.errors.js';

/** There is no such conversation, or it is somebody else's: the same answer, so that existence never leaks. */
export class ConversationNotFoundError extends ExpectedError {
  readonly code = 'conversation_not_found';
  readonly kind: FailureKind = 'not_found';
}

/** The conversation's id is not a UUID. */
export class InvalidConversationIdError extends ExpectedError {
  readonly code = 'invalid_conversation_id';
  readonly kind: FailureKind = 'invalid';
}
