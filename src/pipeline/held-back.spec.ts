import { heldBack } from './held-back.js';

const PROMPT = 'You are Polly, a parrot of the harbour master.';

describe(heldBack.name, () => {
  it.each([
    ['an ended word is let go', 'Good morning ', 0],
    ['a word that may go on waits', 'Good morn', 4],
    ['a script without spaces does not wait', '早上好', 0],
    ['the beginning of what is hidden waits', 'Well: you are polly, ', 'you are polly, '.length],
    ['so it does with other white space', 'Well: You  are\n', 'You  are\n'.length],
    ['what only contains it does not', 'You are Pete, ', 0],
    ['the end of one beginning can be another one', 'You are you are ', 'you are '.length],
    [
      'a key that has begun waits',
      'a -----BEGIN PRIVATE KEY-----\nabc ',
      '-----BEGIN PRIVATE KEY-----\nabc '.length,
    ],
    ['nothing is nothing', '', 0],
  ])('%s', (_name, text, expected) => {
    expect(heldBack(text, [PROMPT])).toBe(expected);
  });

  it('grows with the text, not with its square', () => {
    expect(heldBack('a'.repeat(100_000), ['a'.repeat(5000)])).toBe(5000);
  });
});
