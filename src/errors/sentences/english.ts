import type { Sentences } from '../error-codes.js';

export const english: Sentences = {
  invalid_request: 'Something in this request is not right. Please check it and try again.',
  message_too_long: 'Your message is too long. Please shorten it to 10,000 characters or fewer.',
  invalid_conversation_id: "This conversation's id is not valid. Please check it and try again.",
  malformed_json: 'We could not read this request. Please send valid JSON.',
  unauthenticated: 'Please sign in and try again.',
  forbidden: 'You are not allowed to do that.',
  conversation_not_found: 'We could not find this conversation.',
  turn_not_found: 'We could not find this message.',
  not_found: 'We could not find what you are looking for.',
  method_not_allowed: 'That is not possible here.',
  conversation_busy: 'Your previous message is still being answered. Please try again in a moment.',
  request_timeout: 'Your request took too long to reach us. Please try again.',
  uri_too_long: 'This address is too long.',
  headers_too_large: "This request's headers are too large.",
  payload_too_large: 'This request is too large. Please send less at once.',
  unsupported_media_type: 'We cannot read this format. Please send JSON.',
  idempotency_key_reused:
    'This idempotency key was already used for a different request. Please use a new one.',
  rate_limited: 'You are sending messages very quickly. Please wait a moment and try again.',
  internal_error: 'Something went wrong on our side. Please try again in a moment.',
  agent_failed: "I'm having trouble answering right now. Please try again in a moment.",
  unavailable: 'We are not available right now. Please try again shortly.',
  agent_timeout: "I'm taking longer than expected. Please try again in a moment.",
  refusal: "I can't help with that request. Is there something else I can do for you?",
};
