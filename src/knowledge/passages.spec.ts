import { passagesOf } from './passages.js';

describe(passagesOf.name, () => {
  it('leaves a text alone that is short enough', () => {
    expect(passagesOf(' One.\n\nTwo. ')).toEqual(['One.\n\nTwo.']);
    expect(passagesOf('x'.repeat(8000))).toHaveLength(1);
  });

  it('makes none of an empty text', () => {
    expect(passagesOf(' \n ')).toEqual([]);
  });

  it.each([
    ['an empty line', '\n\n', ['\n', ' ']],
    ['a line', '\n', [' ']],
    ['a word', ' ', []],
  ])('cuts a long one at %s', (_what, gap, others) => {
    const text = `${'a'.repeat(5000)}${gap}${'b'.repeat(1000)}${others.map((other) => `${other}c`).join('')}${'d'.repeat(4000)}`;

    expect(passagesOf(text)[0]).toBe('a'.repeat(5000));
  });

  it('cuts where it has to, but no character in half', () => {
    const passages = passagesOf(`a${'\u{1F600}'.repeat(5000)}`);

    expect(passages.map(({ length }) => length)).toEqual([7999, 2002]);
    expect(passages.every((passage) => passage.isWellFormed())).toBe(true);
  });

  it('loses no word', () => {
    const words = Array.from({ length: 5000 }, (_, index) => `word${index}`);

    expect(passagesOf(words.join(' ')).join(' ').split(' ')).toEqual(words);
  });
});
