import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LANGUAGES } from '../../src/config/chat.config.js';
import { TAUGHT_INTENTS } from '../../src/config/intent-examples.js';
import { IntentClassifier } from '../../src/pipeline/intent-classifier.js';
import { builtInExamples } from '../../src/pipeline/labelled-examples.js';
import { Confusion } from './confusion.js';
import { asExamples, type Fold, folds } from './intent-folds.js';
import { spread } from './statistics.js';
import { table } from './table.js';

/** What was told of the sentences that were held back. */
export interface IntentFigures {
  readonly all: Confusion;
  readonly byLanguage: ReadonlyMap<string, Confusion>;
  /** What whoever always says the most frequent intent would have told. */
  readonly baseline: Confusion;
  /** Accuracy of each fold. */
  readonly accuracies: readonly number[];
}

const whole = z.coerce.number<string>().int().positive();

/** How well intents are told apart: `--folds 5 --seed 1`. The same options give the same figures. */
export async function intents(args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { folds: text, seed: text } });
  const count = whole.parse(values.folds ?? '5');
  const figures = intentFigures(folds(builtInExamples(), { count, seed: whole.parse(values.seed ?? '1') }));
  console.log(shown(figures));
}

/** Teaches a new classifier for each fold and asks it what that fold held back. */
export function intentFigures(all: readonly Fold[]): IntentFigures {
  const confusion = (): Confusion => new Confusion(TAUGHT_INTENTS);
  const byLanguage = new Map<string, Confusion>(LANGUAGES.map((language) => [language, confusion()]));
  const figures = {
    all: confusion(),
    byLanguage,
    baseline: confusion(),
    accuracies: all.map(() => Number.NaN),
  };
  for (const [number, { taught, asked }] of all.entries()) {
    const classifier = new IntentClassifier(asExamples(taught));
    const inFold = confusion();
    for (const { intent, language, sentence } of asked) {
      const told = classifier.classify(sentence);
      for (const one of [inFold, figures.all, byLanguage.get(language)]) one?.note(intent, told);
      figures.baseline.note(intent, mostFrequent(taught.map((labelled) => labelled.intent)));
    }
    figures.accuracies[number] = inFold.accuracy();
  }
  return figures;
}

function shown({ all, byLanguage, baseline, accuracies }: IntentFigures): string {
  const { least, most } = spread(accuracies);
  const perLanguage = [...byLanguage].map(([language, confusion]) => [
    language,
    String(confusion.size),
    percent(confusion.accuracy()),
  ]);
  const perIntent = all.labels.map((label) => [
    label,
    percent(all.precision(label)),
    percent(all.recall(label)),
  ]);
  return [
    `${all.size} sentences, each held back once in ${accuracies.length} folds`,
    `accuracy ${percent(all.accuracy())} (${percent(least)}–${percent(most)} a fold), the most frequent intent alone ${percent(baseline.accuracy())}`,
    table([['language', 'sentences', 'accuracy'], ...perLanguage]),
    table([['intent', 'precision', 'recall'], ...perIntent]),
    table(all.rows()),
  ].join('\n\n');
}

function mostFrequent(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0])[0];
}

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`);
