/** A word of ASCII that may go on; keys and tokens have no white space inside. Longer ones are no words. */
const OPEN_WORD = /[!-~]{1,400}$/;
const KEY_BLOCK = '-----BEGIN';

/**
 * How many UTF-16 units at the end of an unfinished text may be the beginning of something hidden, and wait until more is known.
 * `hidden`: texts that are never to be said, whatever their case and the white space between their words.
 */
export function heldBack(text: string, hidden: readonly string[]): number {
  const word = OPEN_WORD.exec(text)?.[0].length ?? 0;
  const block = text.lastIndexOf(KEY_BLOCK);
  const begun = hidden.map((one) => begunAtEnd(text, one));
  return Math.max(word, block === -1 ? 0 : text.length - block, ...begun);
}

interface Normal {
  readonly characters: string;
  /** Where each of them stands in the text that it was made of. */
  readonly places: readonly number[];
}

/** Lower case, every run of white space one space. */
function normal(text: string): Normal {
  const places: number[] = [];
  let characters = '';
  for (const { 0: piece, index } of text.matchAll(/\s+|\S/gu)) {
    const character = /^\s/.test(piece) ? ' ' : piece.toLowerCase().slice(0, 1);
    characters += character;
    places.push(index);
  }
  return { characters, places };
}

/** Length of the longest end of the text that `hidden` begins with. */
function begunAtEnd(text: string, hidden: string): number {
  const wanted = normal(hidden).characters;
  const start = Math.max(0, text.length - 2 * hidden.length);
  const { characters, places } = normal(text.slice(start));
  const length = overlap(characters, wanted);
  const place = length === 0 ? undefined : places.at(-length);
  return place === undefined ? 0 : text.length - start - place;
}

/** Length of the longest end of `text` that is a beginning of `wanted`, by its failure function (Knuth, Morris and Pratt). */
function overlap(text: string, wanted: string): number {
  const borders = bordersOf(wanted);
  let length = 0;
  for (const character of text) {
    while (length > 0 && (length === wanted.length || wanted.charAt(length) !== character))
      length = borders[length - 1] ?? 0;
    if (wanted.charAt(length) === character) length += 1;
  }
  return length;
}

function bordersOf(wanted: string): number[] {
  const borders = [0];
  for (let end = 1, length = 0; end < wanted.length; end += 1) {
    while (length > 0 && wanted.charAt(length) !== wanted.charAt(end)) length = borders[length - 1] ?? 0;
    if (wanted.charAt(length) === wanted.charAt(end)) length += 1;
    borders.push(length);
  }
  return borders;
}
