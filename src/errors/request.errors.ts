import { ExpectedError, type FailureFacts, type FailureKind } from './expected.errors.js';

/** The request breaks a rule of its route; `facts.details` names the fields. */
export class InvalidRequestError extends ExpectedError {
  readonly code = 'invalid_request';
  readonly kind: FailureKind = 'invalid';
}

/** The body is not JSON, or is nested too deeply. */
export class MalformedJsonError extends ExpectedError {
  readonly code = 'malformed_json';
  readonly kind: FailureKind = 'invalid';
}

/** No usable token. Carries `WWW-Authenticate: Bearer` unless the facts say more. */
export class UnauthenticatedError extends ExpectedError {
  readonly code = 'unauthenticated';
  readonly kind: FailureKind = 'unauthenticated';

  constructor(facts: FailureFacts = {}) {
    super({ ...facts, headers: { 'WWW-Authenticate': 'Bearer', ...facts.headers } });
  }
}

/** A good token of somebody else. */
export class ForbiddenError extends ExpectedError {
  readonly code = 'forbidden';
  readonly kind: FailureKind = 'forbidden';
}

/** No such route or thing. */
export class NotFoundError extends ExpectedError {
  readonly code = 'not_found';
  readonly kind: FailureKind = 'not_found';
}

/** The path exists, the method does not; `allowed` becomes the `Allow` header. */
export class MethodNotAllowedError extends ExpectedError {
  readonly code = 'method_not_allowed';
  readonly kind: FailureKind = 'method_not_allowed';

  constructor(allowed: readonly string[], facts: FailureFacts = {}) {
    super({ ...facts, headers: { ...facts.headers, Allow: allowed.join(', ') } });
  }
}

/** Headers or body came too slowly. */
export class RequestTimeoutError extends ExpectedError {
  readonly code = 'request_timeout';
  readonly kind: FailureKind = 'timeout';
  override readonly retryable = true;
}

/** The request's address is longer than the server reads. */
export class UriTooLongError extends ExpectedError {
  readonly code = 'uri_too_long';
  readonly kind: FailureKind = 'uri_too_long';
}

/** The request's headers are larger than the server reads. */
export class HeadersTooLargeError extends ExpectedError {
  readonly code = 'headers_too_large';
  readonly kind: FailureKind = 'headers_too_large';
}

/** The body is larger than BODY_LIMIT_BYTES. */
export class PayloadTooLargeError extends ExpectedError {
  readonly code = 'payload_too_large';
  readonly kind: FailureKind = 'too_large';
}

/** The body is not `application/json`. */
export class UnsupportedMediaTypeError extends ExpectedError {
  readonly code = 'unsupported_media_type';
  readonly kind: FailureKind = 'unsupported_media_type';
}

/** The caller's budget of this minute is spent; `retryAfterSeconds` (whole) is when the next one begins. */
export class RateLimitedError extends ExpectedError {
  readonly code = 'rate_limited';
  readonly kind: FailureKind = 'rate_limited';
  override readonly retryable = true;

  constructor(facts: FailureFacts & { readonly retryAfterSeconds: number }) {
    super(facts);
  }
}

/** Seconds after which a caller may try again when nothing better is known: a restart takes about that. */
const UNAVAILABLE_RETRY_SECONDS = 5;

/** The database is away, or the process is stopping. */
export class UnavailableError extends ExpectedError {
  readonly code = 'unavailable';
  readonly kind: FailureKind = 'unavailable';
  override readonly retryable = true;

  constructor(facts: FailureFacts = {}) {
    super({ retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS, ...facts });
  }
}
