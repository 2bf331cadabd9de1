import { withoutMarkup } from './html-markup.js';

/** Control characters except tab and newline; bidirectional embeddings, overrides and isolates. */
const REMOVED = /[[\p{Cc}\u202a-\u202e\u2066-\u2069]--[\t\n]]+/gv;

/** More rounds than honest text needs, few enough to keep the work linear. */
const MAX_ROUNDS = 5;

/** At least one character that a reader can see. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Text from outside as it is stored: NFC, no control characters but tab and newline, no bidirectional overrides,
 * no HTML, unpaired surrogates replaced by U+FFFD, trimmed. Text that only looks like code comes back as written.
 * Cleaning clean text changes nothing.
 */
export function cleanText(raw: string): string {
  let text = readable(raw);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const plain = withoutMarkup(text);
    if (plain === text) return text.trim();
    text = plain.normalize('NFC');
  }
  // Markup that forms again and again is made to do so: without a `<` there is none.
  return text.replaceAll('<', '').normalize('NFC').trim();
}

/** True where nothing is left that a reader could see. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

function readable(raw: string): string {
  return raw.toWellFormed().replace(REMOVED, '').normalize('NFC');
}
