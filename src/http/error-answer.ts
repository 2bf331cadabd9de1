import { type ExpectedError, type FailureKind, type FieldProblem } from '../errors/expected.errors.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import type { RequestContext } from './request-context.js';

/** What every failed request is answered with, besides the ids of its turn. */
export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly request_id: string;
  readonly details?: readonly FieldProblem[];
  /** Whole seconds. */
  readonly retry_after?: number;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

const STATUS: Readonly<Record<FailureKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  timeout: 408,
  conflict: 409,
  too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal: 500,
  agent_failed: 502,
  unavailable: 503,
  agent_timeout: 504,
};

/** The answer to a failure, in the caller's language (English else); `null` is a bug: 500 without any particulars. */
export function errorAnswer(failure: ExpectedError | null, context: RequestContext): ErrorAnswer {
  const code = failure?.code ?? 'internal_error';
  const { details, ids, headers, retryAfterSeconds } = failure?.facts ?? {};
  const retryAfter = retryAfterSeconds === undefined ? null : Math.max(1, Math.ceil(retryAfterSeconds));
  return {
    status: failure ? STATUS[failure.kind] : 500,
    headers: { ...headers, ...(retryAfter ? { 'Retry-After': String(retryAfter) } : {}) },
    body: {
      error: code,
      message: friendlyMessage(code, context.language ?? 'en'),
      request_id: context.requestId,
      ...(details ? { details } : {}),
      ...(retryAfter ? { retry_after: retryAfter } : {}),
      ...ids,
    },
  };
}
