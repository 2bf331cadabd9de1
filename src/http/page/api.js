import { deviceId } from './device.js';

/** The longest that a request may take, in ms; one that asks the model, as long as the server waits for it. */
const PATIENCE_MS = 30_000;
const MODEL_PATIENCE_MS = 120_000;

/** Codes of HTTP after which the same request may succeed a moment later. */
const PASSING = [408, 502, 503, 504];

/**
 * An answer that is not one. `message` may be shown; `status` is 0 where there was no answer at all; `isPassing`: asking again
 * soon may help; `retryAfter` in seconds, or null.
 */
export class ApiError extends Error {
  constructor(message, { status = 0, retryAfter = null } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfter = retryAfter;
    this.isPassing = status === 0 || PASSING.includes(status);
  }
}

export const unreachable = () => new ApiError("Parley can't be reached. Please check your connection.");

/** What a refusal says. */
export async function refusal(response) {
  const body = await response.json().catch(() => ({}));
  const message = body.message ?? 'Something went wrong. Please try again.';
  return new ApiError(message, { status: response.status, retryAfter: body.retry_after ?? null });
}

export const asDevice = (headers = {}) => ({ ...headers, 'X-Device-Id': deviceId() });

async function call(path, { json, patienceMs = PATIENCE_MS, ...options } = {}) {
  const response = await fetch(path, {
    ...options,
    headers: asDevice(json && { 'Content-Type': 'application/json' }),
    ...(json && { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw await refusal(response);
  return response.json();
}

const conversationPath = (id) => `/conversations/${encodeURIComponent(id)}`;
const messagePath = (id) => `/messages/${encodeURIComponent(id)}`;

/** Newest activity first; `query`: only those in which all of its words stand. */
export function listConversations({ limit, offset, query }) {
  const asked = new URLSearchParams({ limit, offset, ...(query && { query }) });
  return call(`/conversations?${asked}`);
}

export const showConversation = (id) => call(conversationPath(id));

/** The newest messages before that one, oldest first. */
export const messagesBefore = (id, seq, limit) =>
  call(`${conversationPath(id)}/messages?before_seq=${seq}&limit=${limit}`);

export const renameConversation = (id, title) =>
  call(conversationPath(id), { method: 'PATCH', json: { title } });

export const deleteConversation = (id) => call(conversationPath(id), { method: 'DELETE' });

export const cancelTurn = (id) => call(`/turns/${encodeURIComponent(id)}/cancel`, { method: 'POST' });

export const regenerate = (id) =>
  call(`${messagePath(id)}/regenerate`, { method: 'POST', patienceMs: MODEL_PATIENCE_MS });

/** `rating`: like, dislike, or null to take it back. */
export const rate = (id, feedback) => call(`${messagePath(id)}/feedback`, { method: 'PUT', json: feedback });
