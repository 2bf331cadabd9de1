import { unreachable } from './api.js';
import { serverEvents } from './event-stream.js';
import { forget, save } from './pending.js';

/** Pauses before the attempts after a lost connection, in ms; the last one is repeated. */
const PAUSES_MS = [300, 1_000, 2_000, 4_000, 8_000];
/** Attempts in a row that bring nothing, before the person is asked. */
const MOST_ATTEMPTS = 10;

const ANSWERED = ['message.completed', 'turn.completed', 'turn.cancelled'];
const ENDS = ['turn.completed', 'turn.failed', 'turn.cancelled'];

/** Comes back after a while, or as soon as the browser is online again. */
const pause = (ms) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms * (0.75 + Math.random() / 2));
    addEventListener('online', () => (clearTimeout(timer), resolve()), { once: true });
  });

const ask = ({ key, body }) => [
  '/chat',
  {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  },
];

const follow = ({ turnId }, last) => [`/turns/${encodeURIComponent(turnId)}/events?after=${last}`, {}];

/** What an event says about the question is kept before anybody hears of it; an answer that is stored needs no keeping. */
function note(pending, { type, data }) {
  if (ANSWERED.includes(type)) return forget(pending);
  if (!data.turn_id || !data.conversation_id) return;
  const { turn_id: turnId, conversation_id: conversationId } = data;
  const { user_message_id: userMessageId = pending.userMessageId } = data;
  Object.assign(pending, { turnId, conversationId, userMessageId });
  save(pending);
}

/** Whoever has left hears no more, but a question that the server has not acknowledged is sent all the same. */
const isLeft = ({ turnId }, signal) => turnId !== null && signal.aborted;

/** What one connection brings after the event `after`. */
async function* listen(pending, after, signal) {
  const [path, options] = pending.turnId ? follow(pending, after) : ask(pending);
  const left = pending.turnId ? signal : new AbortController().signal;
  for await (const event of serverEvents(path, options, left)) {
    note(pending, event);
    if (isLeft(pending, signal)) return;
    yield event;
  }
}

/**
 * What the server tells of this question's turn, from its beginning to its end, over lost connections, with a `connection.lost`
 * for each, until `signal` aborts.
 * @throws ApiError where the person has to decide
 */
export async function* turnEvents(pending, signal) {
  let last = 0;
  for (let attempts = 0; ; attempts++) {
    let failure = unreachable(); // A stream that ends before its turn: the process stops.
    try {
      for await (const event of listen(pending, last, signal)) {
        attempts = 0;
        last = event.id;
        yield event;
        if (ENDS.includes(event.type)) return;
      }
    } catch (error) {
      failure = error;
    }
    if (isLeft(pending, signal)) return;
    if (!failure.isPassing || attempts >= MOST_ATTEMPTS) throw failure;
    yield { id: last, type: 'connection.lost', data: {} };
    const pauseMs = PAUSES_MS[Math.min(attempts, PAUSES_MS.length - 1)];
    await pause(failure.retryAfter === null ? pauseMs : failure.retryAfter * 1_000);
  }
}
