import { BadRequestException, HttpException, InternalServerErrorException } from '@nestjs/common';
import { ThrottlerException } from '@nestjs/throttler';
import { NotFoundError } from '../errors/request.errors.js';
import { expectedFailure } from './framework-failure.js';

describe(expectedFailure.name, () => {
  it('leaves our own failures as they are', () => {
    const failure = new NotFoundError();

    expect(expectedFailure(failure)).toBe(failure);
  });

  it.each([
    [400, 'invalid_request'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'method_not_allowed'],
    [408, 'request_timeout'],
    [413, 'payload_too_large'],
    [414, 'uri_too_long'],
    [415, 'unsupported_media_type'],
    [418, 'invalid_request'],
    [429, 'rate_limited'],
    [503, 'unavailable'],
  ])('knows an HTTP exception of status %d as %s', (status, code) => {
    const exception = new HttpException('internals', status);

    const failure = expectedFailure(exception);

    expect(failure?.code).toBe(code);
    expect(failure?.cause).toBe(exception);
  });

  it('knows what the libraries throw', () => {
    expect(expectedFailure(new ThrottlerException())?.facts.retryAfterSeconds).toBe(60);
    expect(
      expectedFailure(new BadRequestException('Validation failed (uuid is expected)'))?.facts.details,
    ).toBeUndefined();
  });

  it.each([
    new Error('bug'),
    new InternalServerErrorException(),
    new HttpException('odd', 502),
    'text',
    undefined,
    null,
  ])('takes %p for a bug', (thrown) => {
    expect(expectedFailure(thrown)).toBeNull();
  });
});
