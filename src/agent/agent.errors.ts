import { ExpectedError, type FailureKind } from '../errors/expected.errors.js';

/** The agent gave no usable answer: an error, garbage, or nothing. */
export class AgentFailedError extends ExpectedError {
  readonly code = 'agent_failed';
  readonly kind: FailureKind = 'agent_failed';
  override readonly retryable = true;
}

/** The agent, or the line in front of it, took longer than the deadline. */
export class AgentTimeoutError extends ExpectedError {
  readonly code = 'agent_timeout';
  readonly kind: FailureKind = 'agent_timeout';
  override readonly retryable = true;
}
