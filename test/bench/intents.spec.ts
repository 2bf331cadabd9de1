import { builtInExamples } from '../../src/pipeline/labelled-examples.js';
import { Confusion } from './confusion.js';
import { folds, listed } from './intent-folds.js';
import { intentFigures } from './intents.js';

const OPTIONS = { count: 5, seed: 1 };
const SMALL_TALK = ['greeting', 'thanks', 'goodbye', 'help', 'human_handoff', 'smalltalk'];

describe(folds.name, () => {
  const examples = builtInExamples();
  const dealt = folds(examples, OPTIONS);

  it('asks nothing that it taught', () => {
    const overlaps = dealt.flatMap(({ taught, asked }) => {
      const known = new Set(taught.map(({ sentence }) => sentence.toLowerCase()));
      return asked.filter(({ sentence }) => known.has(sentence.toLowerCase()));
    });

    expect(overlaps).toEqual([]);
  });

  it('asks every sentence at most once, and nearly all of them', () => {
    const asked = dealt.flatMap((fold) => fold.asked);
    const all = listed(examples);

    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThan(0.95 * all.length);
    expect(dealt.map((fold) => fold.taught.length + fold.asked.length <= all.length)).not.toContain(false);
  });

  it('deals the same by the same seed, and otherwise by another', () => {
    const deal = (seed: number): string => JSON.stringify(folds(examples, { count: 5, seed }));

    expect(deal(1)).toBe(JSON.stringify(dealt));
    expect(deal(2)).not.toBe(deal(1));
  });
});

describe(intentFigures.name, () => {
  const { all, baseline, byLanguage, accuracies } = intentFigures(folds(builtInExamples(), OPTIONS));

  it('tells seven of ten held-back sentences apart, four times as many as the most frequent intent alone', () => {
    expect(accuracies).toHaveLength(5);
    expect(all.accuracy()).toBeGreaterThan(0.7);
    expect(all.accuracy()).toBeGreaterThan(4 * baseline.accuracy());
  });

  it('is right in more than nine of ten when it tells small talk', () => {
    const unsure = SMALL_TALK.filter((intent) => !(all.precision(intent) > 0.9));

    expect(unsure).toEqual([]);
  });

  it('tells more than half in each language', () => {
    const poor = [...byLanguage].filter(([, confusion]) => !(confusion.accuracy() > 0.5));

    expect(byLanguage.size).toBe(8);
    expect(poor).toEqual([]);
  });
});

describe(Confusion.name, () => {
  it('counts what was told for what', () => {
    const confusion = new Confusion(['a', 'b']);
    for (const [actual, told] of ['aa', 'aa', 'ab', 'bb'].map((pair) => [...pair])) {
      confusion.note(actual ?? '', told ?? '');
    }

    expect([confusion.size, confusion.accuracy()]).toEqual([4, 0.75]);
    expect([confusion.recall('a'), confusion.precision('b')]).toEqual([2 / 3, 1 / 2]);
    expect(confusion.rows()).toEqual([
      ['is \\ told', 'a', 'b'],
      ['a', '2', '1'],
      ['b', '·', '1'],
    ]);
  });
});
