import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/database-failure.js';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import { ExpectedError } from '../errors/expected.errors.js';
import {
  ForbiddenError,
  InvalidRequestError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
  RateLimitedError,
  RequestTimeoutError,
  UnauthenticatedError,
  UnavailableError,
  UnsupportedMediaTypeError,
  UriTooLongError,
} from '../errors/request.errors.js';

/** The framework does not say when to come back: a window is 60 s long. */
const RETRY_AFTER_SECONDS = 60;

type Make = (cause: HttpException) => ExpectedError;

const MAKERS: ReadonlyMap<number, Make> = new Map<number, Make>([
  [401, (cause) => new UnauthenticatedError({ cause })],
  [403, (cause) => new ForbiddenError({ cause })],
  [404, (cause) => new NotFoundError({ cause })],
  [405, (cause) => new MethodNotAllowedError([], { cause })],
  [408, (cause) => new RequestTimeoutError({ cause })],
  [413, (cause) => new PayloadTooLargeError({ cause })],
  [414, (cause) => new UriTooLongError({ cause })],
  [415, (cause) => new UnsupportedMediaTypeError({ cause })],
  [429, (cause) => new RateLimitedError({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS })],
  [503, (cause) => new UnavailableError({ cause })],
]);

/**
 * The expected failure behind whatever was thrown; `null` is a bug. Exceptions of Nest and its libraries have one, and a
 * lost or overloaded database that TypeORM's own reads met.
 */
export function expectedFailure(thrown: unknown): ExpectedError | null {
  if (thrown instanceof ExpectedError) return thrown;
  if (isDatabaseUnavailable(thrown)) return new DatabaseUnavailableError({ cause: thrown });
  if (!(thrown instanceof HttpException)) return null;
  const status = thrown.getStatus();
  const make = MAKERS.get(status);
  if (make) return make(thrown);
  return status < 500 ? new InvalidRequestError({ cause: thrown }) : null;
}
