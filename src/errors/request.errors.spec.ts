import type { ExpectedError } from './expected.errors.js';
import { ERROR_CODES } from './error-codes.js';
import {
  ForbiddenError,
  HeadersTooLargeError,
  InvalidRequestError,
  MalformedJsonError,
  MethodNotAllowedError,
  NotFoundError,
  PayloadTooLargeError,
  RateLimitedError,
  RequestTimeoutError,
  UnauthenticatedError,
  UnavailableError,
  UnsupportedMediaTypeError,
  UriTooLongError,
} from './request.errors.js';

const ALL: readonly ExpectedError[] = [
  new ForbiddenError(),
  new HeadersTooLargeError(),
  new InvalidRequestError(),
  new MalformedJsonError(),
  new MethodNotAllowedError(['GET']),
  new NotFoundError(),
  new PayloadTooLargeError(),
  new RateLimitedError({ retryAfterSeconds: 7 }),
  new RequestTimeoutError(),
  new UnauthenticatedError(),
  new UnavailableError(),
  new UnsupportedMediaTypeError(),
  new UriTooLongError(),
];

describe('the failures of a request', () => {
  it('carry codes of the contract, each its own', () => {
    const codes = ALL.map((error) => error.code);

    expect(ERROR_CODES).toEqual(expect.arrayContaining(codes));
    expect(new Set(codes).size).toBe(ALL.length);
  });

  it('are retryable only where waiting helps', () => {
    const retryable = ALL.filter((error) => error.retryable).map((error) => error.code);

    expect(retryable).toEqual(['rate_limited', 'request_timeout', 'unavailable']);
  });

  it('say when to come back', () => {
    expect(new RateLimitedError({ retryAfterSeconds: 7 }).facts.retryAfterSeconds).toBe(7);
    expect(new UnavailableError().facts.retryAfterSeconds).toBe(5);
    expect(new UnavailableError({ retryAfterSeconds: 1 }).facts.retryAfterSeconds).toBe(1);
  });

  it('bring the headers that belong to them', () => {
    expect(new MethodNotAllowedError(['GET', 'POST']).facts.headers).toEqual({ Allow: 'GET, POST' });
    expect(new UnauthenticatedError().facts.headers).toEqual({ 'WWW-Authenticate': 'Bearer' });
    expect(
      new UnauthenticatedError({ headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } }).facts
        .headers,
    ).toEqual({ 'WWW-Authenticate': 'Bearer error="invalid_token"' });
  });

  it('keep their cause for the log', () => {
    const cause = new Error('socket closed');

    expect(new UnavailableError({ cause }).cause).toBe(cause);
  });
});
