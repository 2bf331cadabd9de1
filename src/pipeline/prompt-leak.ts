import { foldLetters } from './injection/fold.js';
import type { Span } from './span.js';

/** Letters and digits that an answer and the prompt share in one run where it is a leak: 60 characters of prose have them. */
const LEAK_LETTERS = 45;
/** A shared run of LEAK_LETTERS covers one of the seeds that are looked up, one behind the other with one letter between. */
const SEED_LETTERS = 22;
/** Places of one seed that are looked at, for prompts that repeat themselves. */
const MOST_PLACES = 8;
/** Sentences with fewer are anybody's: "Be polite." */
const MIN_SENTENCE_LETTERS = 30;

/** Finds parts of a system prompt in answers, whatever their case, white space, punctuation and invisible characters. */
export class PromptLeak {
  private readonly letters: string;
  private readonly sentences: readonly string[];
  private readonly seeds = new Map<string, number[]>();

  constructor(prompt: string) {
    this.letters = lettersOf(prompt);
    this.sentences = [prompt, ...prompt.split(/(?<=[.!?。؟])\s+|\n+/u)]
      .map(lettersOf)
      .filter((letters) => letters.length >= MIN_SENTENCE_LETTERS);
    for (let place = 0; place + SEED_LETTERS <= this.letters.length; place += 1) {
      const seed = this.letters.slice(place, place + SEED_LETTERS);
      const places = this.seeds.get(seed) ?? [];
      if (places.length < MOST_PLACES) this.seeds.set(seed, [...places, place]);
    }
  }

  /** Where the text repeats the prompt: whole sentences of it, and parts of 60 characters or more. */
  spansIn(text: string): Span[] {
    const letters = lettersOf(text);
    const runs = [...this.sharedRuns(letters), ...this.sentences.flatMap((one) => occurrences(letters, one))];
    if (runs.length === 0) return [];
    const places = placesOf(text);
    return runs.map(({ start, end }) => ({
      start: places[start]?.start ?? 0,
      end: withPunctuation(text, places[end - 1]?.end ?? text.length),
    }));
  }

  /** Where the end of an unfinished text begins that may yet turn out to be a leak; its length where there is none. */
  openFrom(text: string): number {
    const tail = text.slice(-8 * LEAK_LETTERS);
    const letters = lettersOf(tail).slice(-LEAK_LETTERS);
    let open = letters;
    while (open !== '' && !this.letters.includes(open)) open = open.slice(1);
    if (open === '') return text.length;
    return text.length - tail.length + (placesOf(tail).at(-open.length)?.start ?? 0);
  }

  private sharedRuns(letters: string): Span[] {
    const runs: Span[] = [];
    let place = 0;
    while (place + SEED_LETTERS <= letters.length) {
      const run = this.longestRun(letters, place);
      const isLeak = run.end - run.start >= LEAK_LETTERS;
      if (isLeak) runs.push(run);
      place = Math.max(place + SEED_LETTERS + 1, isLeak ? run.end : 0);
    }
    return runs;
  }

  /** The longest run of letters around a seed that the prompt has as well. */
  private longestRun(letters: string, place: number): Span {
    const places = this.seeds.get(letters.slice(place, place + SEED_LETTERS)) ?? [];
    const runs = places.map((at) => {
      let before = 0;
      while (before < Math.min(place, at) && letters[place - before - 1] === this.letters[at - before - 1])
        before += 1;
      let end = SEED_LETTERS;
      while (place + end < letters.length && letters[place + end] === this.letters[at + end]) end += 1;
      return { start: place - before, end: place + end };
    });
    const none = { start: place, end: place };
    return runs.reduce((best, run) => (run.end - run.start > best.end - best.start ? run : best), none);
  }
}

function lettersOf(text: string): string {
  return foldLetters(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Where each of the text's letters stands in the text. */
function placesOf(text: string): Span[] {
  const places: Span[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    for (let letters = lettersOf(character).length; letters > 0; letters -= 1) places.push({ start, end });
    start = end;
  }
  return places;
}

function occurrences(letters: string, wanted: string): Span[] {
  const found: Span[] = [];
  for (
    let start = letters.indexOf(wanted);
    start !== -1;
    start = letters.indexOf(wanted, start + wanted.length)
  )
    found.push({ start, end: start + wanted.length });
  return found;
}

/** The stop of a sentence goes with it. */
function withPunctuation(text: string, end: number): number {
  return /^[.!?。؟۔]/u.test(text.slice(end, end + 1)) ? end + 1 : end;
}
