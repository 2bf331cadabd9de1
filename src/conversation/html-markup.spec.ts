import sanitizeHtml from 'sanitize-html';
import { cleanText } from './clean-text.js';
import { withoutMarkup } from './html-markup.js';

jest.mock('sanitize-html', () => jest.fn(jest.requireActual('sanitize-html')));

const charactersParsed = (): number =>
  jest.mocked(sanitizeHtml).mock.calls.reduce((sum, [dirty]) => sum + dirty.length, 0);

const HOSTILE: readonly (readonly [string, (length: number) => string])[] = [
  ['brackets', (length) => '<'.repeat(length)],
  ['tags never closed', (length) => '<b '.repeat(length / 3)],
  ['elements in elements', (length) => '<b>'.repeat(length / 6) + '</i>'.repeat(length / 8)],
  ['quotes never closed', (length) => '<b a="'.repeat(length / 6)],
  ['comments never closed', (length) => '<!--'.repeat(length / 4)],
  ['scripts in scripts', (length) => '<script>'.repeat(length / 8)],
  ['markup that forms again', (length) => '<<b>'.repeat(length / 4)],
  ['attributes', (length) => `<div ${'on '.repeat(length / 3)}>`],
];

describe(withoutMarkup.name, () => {
  beforeEach(() => {
    jest.mocked(sanitizeHtml).mockClear();
  });

  it('does not ask the parser about text without a bracket', () => {
    expect(withoutMarkup('Tom & Jerry')).toBe('Tom & Jerry');
    expect(charactersParsed()).toBe(0);
  });

  it('removes one layer of markup', () => {
    expect(withoutMarkup('<<b>i>x')).toBe('<i>x');
  });

  it.each(HOSTILE)('hands the parser work that grows with the length only: %s', (_name, hostile) => {
    const work = [10_000, 130_000].map((length) => {
      jest.mocked(sanitizeHtml).mockClear();
      cleanText(hostile(length));
      return charactersParsed() / length;
    });

    // A shielded `<` is four characters, and there are six rounds at most.
    expect(Math.max(...work)).toBeLessThanOrEqual(24);
  });
});
