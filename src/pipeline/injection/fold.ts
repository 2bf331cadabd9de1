/** Letters that are written in several ways, or that only look like Latin ones, and quotes of every shape. */
const SAME_LETTERS = new Map(
  Object.entries({
    ı: 'i',
    ك: 'ک',
    ي: 'ی',
    ى: 'ی',
    ه: 'ہ',
    ة: 'ہ',
    ھ: 'ہ',
    '’': "'",
    '‘': "'",
    '‚': "'",
  }).concat([...'“”„«»'].map((quote) => [quote, '"'])),
);

const LOOKALIKES = new Map(
  Object.entries({
    ...{
      а: 'a',
      е: 'e',
      о: 'o',
      р: 'p',
      с: 'c',
      у: 'y',
      х: 'x',
      і: 'i',
      ѕ: 's',
      ј: 'j',
      һ: 'h',
      ԁ: 'd',
      ӏ: 'l',
      к: 'k',
    },
    ...{
      м: 'm',
      т: 't',
      п: 'n',
      г: 'r',
      α: 'a',
      ε: 'e',
      ι: 'i',
      κ: 'k',
      ν: 'v',
      ο: 'o',
      ρ: 'p',
      τ: 't',
      υ: 'u',
      χ: 'x',
    },
    ...{ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' },
  }),
);

const FOLDED = new RegExp(`[${[...SAME_LETTERS.keys()].join('')}]`, 'gu');

/** Signs that stand for whole words, such as ﷺ: compatibility decomposition makes up to 18 letters of one. */
const WORD_SIGNS = /[\u321d\u321e\u3300-\u3357\ufdf0-\ufdfc]/g;

const IGNORABLE = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

const WORD = /[\p{L}\d@$]+/gu;

/** `i g n o r e`, `i.g.n.o.r.e`: single letters, each behind one separator. */
const SPACED_WORD = /(?<!\p{L})\p{L}(?:[ .\-_*|]\p{L}(?!\p{L})){3,}/gu;

/** One spelling for letters that people write differently: no accents, no invisible characters. Keeps case and spaces. */
export function foldLetters(text: string): string {
  return text
    .replace(WORD_SIGNS, ' ')
    .normalize('NFKD')
    .replace(IGNORABLE, '')
    .replace(FOLDED, (letter) => SAME_LETTERS.get(letter) ?? letter);
}

/** Lower case, folded letters, single spaces; lines stay apart. */
export function fold(text: string): string {
  return withSingleSpaces(foldLetters(text.toLowerCase()));
}

/** The readings of a message: as it stands, without lookalikes of letters, and with spaced words put together. */
export function readings(message: string): ReadonlySet<string> {
  const folded = foldLetters(message.toLowerCase());
  const undisguised = folded.replace(WORD, undisguisedWord);
  const joined = folded.replace(SPACED_WORD, (word) => word.replace(/[ .\-_*|]/g, ''));
  return new Set([folded, undisguised, joined].map(withSingleSpaces));
}

/** Only a word that mixes Latin letters with what passes for them is read as Latin: `1gnоre`. */
function undisguisedWord(word: string): string {
  return /[a-z]/.test(word) ? word.replace(/[^a-z]/gu, (letter) => LOOKALIKES.get(letter) ?? letter) : word;
}

function withSingleSpaces(text: string): string {
  return text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[ \n]*/gu, '\n')
    .trim();
}
