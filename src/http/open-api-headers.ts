import type { Headers } from './open-api-types.js';

const header = (type: 'string' | 'integer', description: string) => ({ description, schema: { type } });

/** Every header of an answer that means something to callers, by name: said once, referred to by each answer. */
export const HEADERS: Headers = {
  Allow: header('string', 'The methods of this path.'),
  'Idempotency-Replayed': header(
    'string',
    '`true` where the key was used before: the same turn, asked once.',
  ),
  Location: header('string', 'Where the turn can be followed.'),
  'Preference-Applied': header('string', '`respond-async`'),
  'RateLimit-Limit': header('integer', 'Requests in a window of 60 seconds.'),
  'RateLimit-Remaining': header('integer', 'Requests left in this window.'),
  'RateLimit-Reset': header('integer', 'Seconds until the next window.'),
  'Retry-After': header('integer', 'Seconds until the same request may succeed.'),
  'WWW-Authenticate': header('string', '`Bearer`'),
  'X-Request-Id': header('string', "The caller's `X-Request-Id`, or a new one."),
};

const named = (...names: string[]): Headers =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

export const ALLOW = named('Allow');
export const REPLAYED = named('Idempotency-Replayed');
export const ACCEPTED = named('Location', 'Preference-Applied');
export const RATE_LIMIT = named('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset');
export const RETRY_AFTER = named('Retry-After');
export const WWW_AUTHENTICATE = named('WWW-Authenticate');
export const REQUEST_ID = named('X-Request-Id');
