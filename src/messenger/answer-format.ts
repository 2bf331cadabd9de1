import { messageParts, truncated } from './message-parts.js';
import { plainText } from './plain-text.js';

/** What becomes of an answer that one message does not hold: more messages, or the beginning of it. */
export type LongReply = 'split' | 'truncate';

/**
 * An answer in Markdown as the texts of the messages to send, in order; none for a blank one. An answer of markup only
 * is sent as it is.
 */
export function formatted(markdown: string, longReply: LongReply): string[] {
  const text = plainText(markdown) || markdown.trim();
  if (longReply === 'split') return messageParts(text);
  return text === '' ? [] : [truncated(text)];
}
