/** A question with its answer, as a line of a JSONL file. */
export interface GeneratedAnswer {
  readonly question: string;
  readonly answer: string;
}

const SYLLABLES =
  'ba ce di fo gu ha ji ko la me no pu ra si to vu we xa yo zi bra cle dro fla gri sta tre'.split(' ');
/** Between the words that mean something, so that the text is in a language. */
const SMALL_WORDS = 'the of and to in is that for it with as on you are this be at or have from'.split(' ');
const WORDS = 30_000;
const QUESTION_WORDS = 5;
const ANSWER_WORDS = 40;

/** Numbers from 0 to 1 that are the same in every run: mulberry32, https://github.com/cprosche/mulberry32 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Word number `rank` of the vocabulary; 0 is the most frequent. */
export function wordOf(rank: number): string {
  const syllable = (place: number): string =>
    SYLLABLES[Math.floor(rank / SYLLABLES.length ** place) % SYLLABLES.length] ?? '';
  return `${syllable(0)}${syllable(1)}${syllable(2)}${rank % 7 === 0 ? 'n' : 'k'}`;
}

/** A word as often as Zipf's law says: number n about 1/n as often as the first. */
export function anyWord(random: () => number): string {
  return wordOf(Math.floor(WORDS ** random()) - 1);
}

/** As many different questions with their answers, the same for the same `random`. */
export function* generatedAnswers(count: number, random: () => number): Generator<GeneratedAnswer> {
  const words = (length: number): string[] =>
    Array.from({ length }, (_, index) =>
      index % 2 === 0 ? anyWord(random) : (SMALL_WORDS[Math.floor(random() * SMALL_WORDS.length)] ?? ''),
    );
  for (let number = 0; number < count; number += 1) {
    yield {
      question: `How do I ${words(QUESTION_WORDS * 2).join(' ')} number ${number}?`,
      answer: `${words(ANSWER_WORDS * 2).join(' ')}.`,
    };
  }
}
