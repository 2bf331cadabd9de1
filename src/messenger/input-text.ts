import { cutCharacters } from '../agent/chat-completion.js';
import { MAX_MESSAGE_CHARACTERS } from '../chat/clean-message.js';
import { cleanText, isBlank } from '../conversation/clean-text.js';

/** The text as a turn takes it, cut to the longest message; null where there is nothing to read. */
export function inputText(raw: string | null): string | null {
  if (raw === null) return null;
  // Cleaned once more: a cut may leave a blank, or half a tag.
  const text = cleanText(cutCharacters(cleanText(raw), MAX_MESSAGE_CHARACTERS));
  return isBlank(text) ? null : text;
}
