import { ExpectedError, type FailureFacts, type FailureKind } from '../errors/expected.errors.js';

/** The database can't be reached, is restarting, or answers too late. What was sent may have committed. */
export class DatabaseUnavailableError extends ExpectedError {
  readonly code = 'unavailable';
  readonly kind: FailureKind = 'unavailable';
  override readonly retryable = true;

  constructor(facts: FailureFacts = {}) {
    super({ retryAfterSeconds: 2, ...facts });
  }
}
