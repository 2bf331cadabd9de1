import {
  InvalidRequestError,
  MethodNotAllowedError,
  UnauthenticatedError,
  UnavailableError,
} from '../errors/request.errors.js';
import { errorAnswer } from './error-answer.js';

const context = { requestId: 'r-1', language: null };

describe(errorAnswer.name, () => {
  it('says code, sentence and request id, and nothing that is not known', () => {
    expect(errorAnswer(new InvalidRequestError(), context)).toEqual({
      status: 400,
      headers: {},
      body: { error: 'invalid_request', message: expect.stringMatching(/\w/), request_id: 'r-1' },
    });
  });

  it('adds details and the ids of the turn', () => {
    const details = [{ field: 'title', message: 'is too long' }];
    const ids = { conversation_id: 'c', turn_id: 't' };

    const { body } = errorAnswer(new InvalidRequestError({ details, ids }), context);

    expect(body).toMatchObject({ details, conversation_id: 'c', turn_id: 't' });
  });

  it.each([
    [0.2, 1],
    [0, 1],
    [2, 2],
    [2.1, 3],
  ])('rounds %d s of waiting up to %d', (retryAfterSeconds, told) => {
    const { headers, body } = errorAnswer(new UnavailableError({ retryAfterSeconds }), context);

    expect(headers['Retry-After']).toBe(String(told));
    expect(body.retry_after).toBe(told);
  });

  it('carries the headers that belong to the failure', () => {
    expect(errorAnswer(new UnauthenticatedError(), context).headers).toEqual({
      'WWW-Authenticate': 'Bearer',
    });
    expect(errorAnswer(new MethodNotAllowedError(['GET', 'HEAD']), context).headers).toEqual({
      Allow: 'GET, HEAD',
    });
  });

  it('speaks the caller’s language', () => {
    const german = errorAnswer(null, { requestId: 'r-1', language: 'de' });
    const english = errorAnswer(null, context);

    expect([german.status, german.body.error]).toEqual([500, 'internal_error']);
    expect(german.body.message).not.toBe(english.body.message);
  });
});
