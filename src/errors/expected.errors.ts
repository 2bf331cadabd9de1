/** Classes of failure, named for what the caller can do about it; `http` turns them into a status. */
export type FailureKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'timeout'
  | 'too_large'
  | 'uri_too_long'
  | 'headers_too_large'
  | 'unsupported_media_type'
  | 'unprocessable'
  | 'rate_limited'
  | 'internal'
  | 'agent_failed'
  | 'agent_timeout'
  | 'unavailable';

/** A field of the request and what is wrong with it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What an expected failure may tell the caller besides its code. */
export interface FailureFacts {
  readonly details?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  /** Ids that let the caller find or retry the turn: `conversation_id`, `user_message_id`, `turn_id`. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Response headers that belong to the failure, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * A failure that we expect: a stable code, a kind and whether the same call may succeed later.
 * Everything that is not an ExpectedError is a bug and answers 500.
 */
export abstract class ExpectedError extends Error {
  abstract readonly code: string;
  abstract readonly kind: FailureKind;
  readonly retryable: boolean = false;

  constructor(readonly facts: FailureFacts = {}) {
    super(new.target.name, { cause: facts.cause });
    this.name = new.target.name;
  }
}
