import { messagesBefore } from './api.js';

const PAGE_SIZE = 50;
const AFTER_ALL = 999_999_999_999_999;

/** The newest messages of a conversation and whether there are earlier ones; of none, for the id `null`. */
export async function newestMessages(id) {
  if (id === null) return { messages: [], hasMore: false };
  return page(id, AFTER_ALL);
}

export const earlierMessages = (id, messages) => page(id, messages[0].seq);

async function page(id, seq) {
  const { messages, has_more: hasMore } = await messagesBefore(id, seq, PAGE_SIZE);
  return { messages, hasMore };
}

/** Whether that question still waits for its answer; one that the server has not acknowledged does. */
export const isOpen = ({ userMessageId }, messages) =>
  userMessageId === null || messages.at(-1)?.id === userMessageId;

/** Without the question that is under way: it is shown by whoever follows it. */
export const without = (messages, pending) =>
  pending?.userMessageId ? messages.filter(({ id }) => id !== pending.userMessageId) : messages;

/** An answer of the API in the form of a message. */
export const asMessage = ({ assistant_message_id: id, response, metadata }) => ({
  id,
  role: 'assistant',
  content: response,
  metadata,
  feedback: null,
});
