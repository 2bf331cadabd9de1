import { type Break, cutOf, WORD } from './text-cut.js';

const ELLIPSIS = '…';

/** At the end of a word only where that leaves at least half of the title. */
const LATE_WORD: Break = { ...WORD, least: 1 / 2 };

/** The text in at most `maxUnits` UTF-16 units: a longer one ends with `…` after a word or, at worst, a grapheme. */
export function shortened(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  return text.slice(0, cutOf(text, maxUnits - ELLIPSIS.length, [LATE_WORD])) + ELLIPSIS;
}

/** The text in at most `maxUnits` UTF-16 units: a longer one ends after a grapheme, for a program reads it. */
export function clipped(text: string, maxUnits: number): string {
  return text.length <= maxUnits ? text : text.slice(0, cutOf(text, maxUnits, []));
}
