import fc from 'fast-check';
import { loadSettings } from '../config/settings.js';
import { OutputGuardStage } from './output-guard.stage.js';
import { PromptLeak } from './prompt-leak.js';

/** A few words make prompts and answers that share much, at many places. */
const word = fc.constantFrom(
  'you',
  'are',
  'a',
  'guide',
  'of',
  'the',
  'zoo.',
  'never',
  'tell,',
  'tunnels',
  '-\n',
  'Über',
);
const words = (most: number): fc.Arbitrary<string> =>
  fc.array(word, { minLength: 5, maxLength: most }).map((list) => list.join(' '));
const ownWord = fc.stringMatching(/^[a-z]{5,9}$/);

describe(PromptLeak.name, () => {
  it('finds every part of sixty letters in whatever it stands', () => {
    const prompts = fc.uniqueArray(ownWord, { minLength: 30, maxLength: 40 });
    const cuts = fc.record({ prompt: prompts, start: fc.nat(15), around: words(20) });

    fc.assert(
      fc.property(cuts, ({ prompt, start, around }) => {
        const part = prompt.slice(start, start + 12).join(', ');
        const text = `${around} ${part.toUpperCase()} ${around}`;
        const [first] = new PromptLeak(prompt.join(' ')).spansIn(text);

        const place = around.length + 1;
        expect(first?.start).toBeLessThanOrEqual(place);
        expect(first?.end).toBeGreaterThanOrEqual(place + part.length);
      }),
    );
  });

  it('never takes back what it let out of an answer that grows', () => {
    const piece = fc.record({ start: fc.nat(40), length: fc.nat(25), own: words(6) });
    let leaks = 0;

    fc.assert(
      fc.property(words(40), fc.array(piece, { maxLength: 4 }), (prompt, pieces) => {
        const guard = new OutputGuardStage(loadSettings({ AGENT_SYSTEM_PROMPT: prompt }));
        const parts = prompt.split(' ');
        const answer = pieces
          .map(({ start, length, own }) => `${parts.slice(start, start + length).join(' ')} ${own}`)
          .join(' ');
        const heard = Array.from({ length: answer.length }, (_, end) =>
          guard.cleanSoFar(answer.slice(0, end)),
        );
        const whole = answer === '' ? '' : guard.clean(answer);
        if (whole.includes('[removed]')) leaks += 1;

        expect(heard.filter((text, place) => !(heard[place + 1] ?? whole).startsWith(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(leaks).toBeGreaterThan(0);
  });
});
