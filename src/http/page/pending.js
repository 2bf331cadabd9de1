import { newId } from './device.js';
import { keysFrom, read, remove, write } from './storage.js';

const PREFIX = 'parley.pending.';

/**
 * A question from the moment that it is sent to the moment that its answer is stored, kept in this browser: whoever reloads the
 * page finds it again, and sends it with the same key, or goes on listening to its turn.
 * `conversationId`, `turnId` and `userMessageId` are null until the server has said them; `failure`: `{ message, retryAt }` where it
 * waits for the person to try again, `retryAt` as a time in ms.
 */
export function newPending(message, conversationId) {
  const body = { message, ...(conversationId && { conversation_id: conversationId }) };
  const pending = { key: newId(), body, conversationId, turnId: null, userMessageId: null, failure: null };
  save(pending);
  return pending;
}

export const save = (pending) => write(PREFIX + pending.key, JSON.stringify(pending));

export const forget = ({ key }) => remove(PREFIX + key);

/** For a conversation that is gone. */
export function forgetAllOf(conversationId) {
  for (let pending; (pending = pendingOf(conversationId)) !== null;) forget(pending);
}

function parsed(key) {
  try {
    return JSON.parse(read(key));
  } catch {
    return null; // Not ours.
  }
}

/** The question of that conversation that is under way, or null; of the conversation `null`, one that has none yet. */
export function pendingOf(conversationId) {
  const all = keysFrom(PREFIX).map(parsed);
  return all.find((pending) => pending?.body && pending.conversationId === conversationId) ?? null;
}
