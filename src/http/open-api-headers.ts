import type { Headers } from './open-api-types.js';

const header = (type: 'string' | 'integer', description: string) => ({ description, schema: { type } });

export const RETRY_AFTER: Headers = {
  'Retry-After': header('integer', 'Seconds until the same request may succeed.'),
};
export const WWW_AUTHENTICATE: Headers = { 'WWW-Authenticate': header('string', '`Bearer`') };
export const ALLOW: Headers = { Allow: header('string', 'The methods of this path.') };
export const REQUEST_ID: Headers = {
  'X-Request-Id': header('string', "The caller's `X-Request-Id`, or a new one."),
};
export const RATE_LIMIT: Headers = {
  'RateLimit-Limit': header('integer', 'Requests in a window of 60 seconds.'),
  'RateLimit-Remaining': header('integer', 'Requests left in this window.'),
  'RateLimit-Reset': header('integer', 'Seconds until the next window.'),
};
export const REPLAYED: Headers = {
  'Idempotency-Replayed': header(
    'string',
    '`true` where the key was used before: the same turn, asked once.',
  ),
};
export const LOCATION: Headers = { Location: header('string', 'Where the turn can be followed.') };
export const PREFERENCE_APPLIED: Headers = { 'Preference-Applied': header('string', '`respond-async`') };
