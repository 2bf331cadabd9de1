const DEVICE_KEY = 'parley.device_id';

/** A device id is a bearer secret: a random UUID that stays in this browser. */
function deviceId() {
  const known = localStorage.getItem(DEVICE_KEY);
  if (known) return known;
  const fresh = crypto.randomUUID();
  localStorage.setItem(DEVICE_KEY, fresh);
  return fresh;
}

/** An answer that is not one. `message` is meant to be shown; `mayRetry` asks to try again with the same key. */
export class ParleyError extends Error {
  constructor(message, { mayRetry, conversationId = null }) {
    super(message);
    this.mayRetry = mayRetry;
    this.conversationId = conversationId;
  }
}

const RETRYABLE = [408, 409, 429, 500, 502, 503, 504];

async function call(path, options = {}) {
  const headers = { ...options.headers, 'X-Device-Id': deviceId() };
  const response = await fetch(path, { ...options, headers }).catch(() => {
    throw new ParleyError("Parley can't be reached. Please check your connection.", { mayRetry: true });
  });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new ParleyError(body.message ?? 'Something went wrong. Please try again.', {
    mayRetry: RETRYABLE.includes(response.status),
    conversationId: body.conversation_id,
  });
}

/** Newest activity first. */
export const conversationPage = ({ limit, offset }) => call(`/conversations?limit=${limit}&offset=${offset}`);

/** The messages of a conversation, oldest first. */
export async function history(id) {
  const { messages } = await call(`/conversations/${encodeURIComponent(id)}`);
  return messages;
}

/** Asks; the same key asks the same question only once, however often it is sent. */
export const send = (key, body) =>
  call('/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });
