import { cutOf, PARAGRAPH, SENTENCE, withoutLeadingSpace, WORD } from './text-cut.js';

/**
 * Longest text of a message. Meta asks for "fewer than 2,000" characters (Send API) and does not say of which kind;
 * UTF-16 units are the kind of which there are most.
 */
const MAX_UNITS = 1999;

/** A space, lest a URL in front of it should seem to go on. */
const ELLIPSIS = ' …';

/**
 * The text as messages of 1 to 1,999 UTF-16 units, in order, cut at the end of a paragraph or sentence in their second
 * half, else of a word. White space at the cuts and at the ends of a long text is left out and nothing else; blank text
 * gives none.
 */
export function messageParts(text: string): string[] {
  if (text.trim() === '') return [];
  if (text.length <= MAX_UNITS) return [text];
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_UNITS) {
    const end = cutOf(rest, MAX_UNITS, [PARAGRAPH, SENTENCE, WORD]);
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
