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

/** Also ـ, which only makes Arabic words longer. */
const IGNORABLE = /[\p{M}\p{Default_Ignorable_Code_Point}\u0640]/gu;

const WORD = /[\p{L}\d@$]+/gu;

/** `i g n o r e`, `i.g.n.o.r.e`: single letters, each behind one separator. */
const SPACED_WORD = /(?<!\p{L})\p{L}(?:[ .\-_*|]\p{L}(?!\p{L})){3,}/gu;

/** Marks of Markdown, and the end of a line before a line of a single word. */
const LOOSE = /[*_`~]|\n(?=\p{L}{1,20}(?:\n|$))/gu;
const INNER_HYPHEN = /(?<=\p{L})-(?=\p{L})/gu;

/** Words that are still read when the letters inside are in disorder: `ignroe`. */
const SCRAMBLED = new Map(
  [
    ...['ignore', 'disregard', 'forget', 'override', 'previous', 'instructions', 'guidelines'],
    ...['reveal', 'system', 'prompt', 'your'],
  ].map((word) => [scrambled(word), word]),
);

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
  return withSingleSpaces(foldLetters(text).toLowerCase());
}

/**
 * The readings of a text in lower case and folded letters: as it stands, without lookalikes of letters, with spaced
 * words put together, and without what only parts words or decorates them.
 */
export function readings(folded: string): ReadonlySet<string> {
  const undisguised = folded.replace(WORD, undisguisedWord);
  const joined = folded.replace(SPACED_WORD, (word) => word.replace(/[ .\-_*|]/g, ''));
  const plain = folded.replace(LOOSE, ' ').replace(INNER_HYPHEN, '');
  return new Set([folded, undisguised, joined, plain].map(withSingleSpaces));
}

/** Only a word that mixes Latin letters with what passes for them is read as Latin: `1gnоre`. */
function undisguisedWord(word: string): string {
  if (!/[a-z]/.test(word)) return word;
  const latin = word.replace(/[^a-z]/gu, (letter) => LOOKALIKES.get(letter) ?? letter);
  return latin.length < 4 || latin.length > 12 ? latin : (SCRAMBLED.get(scrambled(latin)) ?? latin);
}

/** The same for all words that have the same letters, and the same first and last one. */
function scrambled(word: string): string {
  return word.charAt(0) + [...word.slice(1, -1)].toSorted().join('') + word.slice(-1);
}

function withSingleSpaces(text: string): string {
  return text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[ \n]*/gu, '\n')
    .trim();
}
