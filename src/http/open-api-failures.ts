import type { ErrorCode } from '../errors/error-codes.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import { EXAMPLE_IDS } from './open-api-examples.js';
import { ALLOW, REQUEST_ID, RETRY_AFTER, WWW_AUTHENTICATE } from './open-api-headers.js';
import type { DocumentedResponse, Headers } from './open-api-types.js';

interface Failure {
  readonly status: number;
  /** Fields of the example besides code, message and request id. */
  readonly facts?: object;
  readonly headers?: Headers;
}

const { conversation, question, turn } = EXAMPLE_IDS;
const TURN_IDS = { conversation_id: conversation, user_message_id: question, turn_id: turn };

const FAILURES: Readonly<Record<ErrorCode, Failure>> = {
  invalid_request: { status: 400, facts: { details: [{ field: 'device_id', message: 'is required' }] } },
  message_too_long: { status: 400 },
  invalid_conversation_id: { status: 400 },
  malformed_json: { status: 400 },
  unauthenticated: { status: 401, headers: WWW_AUTHENTICATE },
  forbidden: { status: 403 },
  conversation_not_found: { status: 404 },
  turn_not_found: { status: 404 },
  message_not_found: { status: 404 },
  not_found: { status: 404 },
  method_not_allowed: { status: 405, headers: ALLOW },
  request_timeout: { status: 408 },
  conversation_busy: { status: 409, facts: { retry_after: 1 }, headers: RETRY_AFTER },
  not_last_turn: { status: 409 },
  payload_too_large: { status: 413 },
  uri_too_long: { status: 414 },
  unsupported_media_type: { status: 415 },
  idempotency_key_reused: { status: 422 },
  rate_limited: { status: 429, facts: { retry_after: 12 }, headers: RETRY_AFTER },
  headers_too_large: { status: 431 },
  internal_error: { status: 500 },
  agent_failed: { status: 502, facts: TURN_IDS },
  unavailable: { status: 503, facts: { retry_after: 5 }, headers: RETRY_AFTER },
  agent_timeout: { status: 504, facts: TURN_IDS },
};

/** The responses of these failures by status, with an example for each code. */
export function failureResponses(codes: readonly ErrorCode[]): Record<string, DocumentedResponse> {
  const statuses = new Set(codes.map((code) => FAILURES[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      response(codes.filter((code) => FAILURES[code].status === status)),
    ]),
  );
}

function response(codes: readonly ErrorCode[]): DocumentedResponse {
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: codes.reduce<Headers>((all, code) => ({ ...all, ...FAILURES[code].headers }), REQUEST_ID),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ErrorDto' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
}

function example(code: ErrorCode): object {
  return {
    error: code,
    message: friendlyMessage(code, 'en'),
    request_id: EXAMPLE_IDS.request,
    ...FAILURES[code].facts,
  };
}
