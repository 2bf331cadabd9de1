/** A kind of place at which text may be cut. */
export interface Break {
  /** Offsets at which text of this kind ends, in order; those beyond `max` don't count. */
  readonly ends: (text: string, max: number) => number[];
  /** The least that has to stand before the cut, as a share of the most that may. */
  readonly least: number;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

const EMPTY_LINE = /\n[^\S\n]*\n/g;

/** Ends at punctuation that is not of ASCII, after which Chinese goes on without a space. */
const WEB_ADDRESS = /(?:https?:\/\/|www\.)[!-~\p{L}\p{M}\p{N}]+/giu;
const PUNCTUATION_AT_END = /[!"'),.:;?\]}*]+$/;

/** The line so far: a mark whose item follows. */
const MARK_OF_ITEM = /^\s*(?:\d{1,3}[.)]|[-+])$/;

export const PARAGRAPH: Break = { ends: paragraphEnds, least: 1 / 2 };
export const SENTENCE: Break = { ends: sentenceEnds, least: 1 / 2 };
export const WORD: Break = { ends: wordEnds, least: 0 };

const GRAPHEME: Break = { ends: graphemeEnds, least: 0 };

/**
 * Where to cut text of more than `max` UTF-16 units so that at most `max` stand before the cut: at the last break of
 * the first kind that has one, else at the end of a grapheme; never after white space nor inside a grapheme or URL
 * that has at most `max` units itself.
 */
export function cutOf(text: string, max: number, kinds: readonly Break[]): number {
  // A URL that begins before the cut either ends in here or is too long to be kept whole.
  const window = text.slice(0, 2 * max + 1);
  const isSafe = safety(window, max);
  for (const { ends, least } of [...kinds, GRAPHEME]) {
    const last = ends(window, max).findLast((end) => end <= max && end >= max * least && isSafe(end));
    if (last !== undefined) return last;
  }
  return (text.codePointAt(max - 1) ?? 0) > 0xffff ? max - 1 : max;
}

/** The text without the white space that it begins with, but for a space that a mark stands on. */
export function withoutLeadingSpace(text: string): string {
  const start = text.length - text.trimStart().length;
  if (start === 0) return text;
  const lastSpaceAndMore = text.slice(start - 1, start + 2);
  return text.slice(isGraphemeEnd(graphemes.segment(lastSpaceAndMore), 1) ? start : start - 1);
}

function safety(text: string, maxUrl: number): (end: number) => boolean {
  const segments = graphemes.segment(text);
  const urls = urlsOf(text, maxUrl);
  return (end) =>
    /\S/.test(text.charAt(end - 1)) &&
    isGraphemeEnd(segments, end) &&
    !urls.some(({ first, next }) => first < end && end < next);
}

function isGraphemeEnd(segments: Intl.Segments, end: number): boolean {
  return segments.containing(end)?.index === end;
}

/** The URLs of at most `max` units, with the punctuation behind them where it fits. */
function urlsOf(text: string, max: number): { readonly first: number; readonly next: number }[] {
  return [...text.matchAll(WEB_ADDRESS)].flatMap(({ 0: url, index: first }) => {
    const kept = [url, url.replace(PUNCTUATION_AT_END, '')].find(({ length }) => length <= max);
    return kept === undefined ? [] : [{ first, next: first + kept.length }];
  });
}

function paragraphEnds(text: string): number[] {
  return [...text.matchAll(EMPTY_LINE)].map(({ index }) => text.slice(0, index).trimEnd().length);
}

/** A sentence that goes on without a space, such as `a.b?` in `a.b?c`, ends only at punctuation beyond ASCII. */
function sentenceEnds(text: string, max: number): number[] {
  const ends: number[] = [];
  for (const { segment, index } of sentences.segment(text)) {
    if (index > max) break;
    const end = index + segment.trimEnd().length;
    if (!/[!-~]$/.test(segment) && !isAfterMark(text, end)) ends.push(end);
  }
  return ends;
}

/** Before white space, or between two words of a script that has none between them. */
function wordEnds(text: string, max: number): number[] {
  const ends: number[] = [];
  let isAfterWord = false;
  for (const { segment, index, isWordLike = false } of words.segment(text)) {
    if (index > max) break;
    const isEnd = /^\s/.test(segment) || (isAfterWord && isWordLike);
    if (isEnd && !isAfterMark(text, index)) ends.push(index);
    isAfterWord = isWordLike;
  }
  return ends;
}

function isAfterMark(text: string, end: number): boolean {
  return MARK_OF_ITEM.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, end));
}

function graphemeEnds(text: string, max: number): number[] {
  const ends: number[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    if (index > max) break;
    ends.push(index + segment.length);
  }
  return ends;
}
