import { type IntentExamples, TAUGHT_INTENTS } from '../../src/config/intent-examples.js';

/** A sentence and what it means. */
export interface Labelled {
  readonly intent: (typeof TAUGHT_INTENTS)[number];
  readonly language: string;
  readonly sentence: string;
}

/** What is learnt, and what is asked afterwards. */
export interface Fold {
  readonly taught: readonly Labelled[];
  readonly asked: readonly Labelled[];
}

export function listed(examples: IntentExamples): Labelled[] {
  return TAUGHT_INTENTS.flatMap((intent) =>
    Object.entries(examples[intent] ?? {}).flatMap(([language, sentences]) =>
      sentences.map((sentence) => ({ intent, language, sentence })),
    ),
  );
}

export function asExamples(labelled: readonly Labelled[]): IntentExamples {
  const examples: Record<string, Record<string, string[]>> = {};
  for (const { intent, language, sentence } of labelled) {
    const byLanguage = (examples[intent] ??= {});
    (byLanguage[language] ??= []).push(sentence);
  }
  return examples;
}

/**
 * Every sentence is asked in one fold and taught in the others; each fold has its share of every intent and language.
 * What a fold teaches by the same words in another language is not asked in it.
 */
export function folds(examples: IntentExamples, { count, seed }: { count: number; seed: number }): Fold[] {
  const dealt = shuffled(listed(examples), seed).toSorted((one, other) =>
    compare(groupOf(one), groupOf(other)),
  );
  return Array.from({ length: count }, (_, fold) => {
    const taught = dealt.filter((_labelled, place) => place % count !== fold);
    const known = new Set(taught.map(wordsOf));
    const asked = dealt.filter((labelled, place) => place % count === fold && !known.has(wordsOf(labelled)));
    return { taught, asked };
  });
}

const groupOf = ({ intent, language }: Labelled): string => `${intent} ${language}`;
const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
const wordsOf = ({ sentence }: Labelled): string =>
  (
    sentence
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');

/** The same seed gives the same order. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const order = items.map((item) => ({ item, key: random() }));
  return order.toSorted((one, other) => one.key - other.key).map(({ item }) => item);
}

/** Numbers from 0 up to 1: mulberry32, https://github.com/cprosche/mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
