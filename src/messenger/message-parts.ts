import { LIMITS } from './message-payload.js';
import { cutOf, PARAGRAPH, SENTENCE, withoutLeadingSpace, WORD } from './text-cut.js';

const MAX_UNITS = LIMITS.textUnits;

/** A space, lest a URL in front of it should seem to go on. */
const ELLIPSIS = ' …';

/**
 * The text in parts of 1 to `maxUnits` UTF-16 units, by default the 1,999 of a message, in order, cut at the end of a
 * paragraph or sentence in their second half, else of a word. White space at the cuts and at the ends of a long text is
 * left out and nothing else; blank text gives none.
 */
export function messageParts(text: string, maxUnits: number = MAX_UNITS): string[] {
  if (text.trim() === '') return [];
  if (text.length <= maxUnits) return [text];
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > maxUnits) {
    const end = cutOf(rest, maxUnits, [PARAGRAPH, SENTENCE, WORD]);
    parts.push(rest.slice(0, end));
    rest = withoutLeadingSpace(rest.slice(end));
  }
  return [...parts, rest];
}

/**
 * The text in at most 1,999 UTF-16 units: a longer one ends with ` …` after the last sentence of its second half, else
 * after a word.
 */
export function truncated(text: string): string {
  if (text.length <= MAX_UNITS) return text;
  const whole = text.trim();
  if (whole.length <= MAX_UNITS) return whole;
  return whole.slice(0, cutOf(whole, MAX_UNITS - ELLIPSIS.length, [SENTENCE, WORD])) + ELLIPSIS;
}
