import { ExpectedError, type FailureKind } from '../errors/expected.errors.js';

/** There is no such answer, it is a question, or it is somebody else's: the same answer, so that existence never leaks. */
export class MessageNotFoundError extends ExpectedError {
  readonly code = 'message_not_found';
  readonly kind: FailureKind = 'not_found';
}
