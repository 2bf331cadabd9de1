/** Every code that may stand in the `error` field of an answer; stable, callers branch on it. */
export const ERROR_CODES = [
  'invalid_request',
  'message_too_long',
  'invalid_conversation_id',
  'malformed_json',
  'unauthenticated',
  'forbidden',
  'conversation_not_found',
  'turn_not_found',
  'message_not_found',
  'not_found',
  'method_not_allowed',
  'conversation_busy',
  'not_last_turn',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
  'payload_too_large',
  'unsupported_media_type',
  'idempotency_key_reused',
  'rate_limited',
  'internal_error',
  'agent_failed',
  'unavailable',
  'agent_timeout',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One friendly sentence or two for each code, and for a blocked message (`refusal`), in one language. */
export type Sentences = Readonly<Record<ErrorCode | 'refusal', string>>;
