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
  ['quotes that cross tags', (length) => `<b a='">`.repeat(length / 8)],
  ['scripts among brackets', (length) => '<script></script><<<<<<<<<'.repeat(length / 26)],
];

describe(withoutMarkup.name, () => {
  beforeEach(() => {
    jest.mocked(sanitizeHtml).mockClear();
  });

  it('does not ask the parser about text without a bracket', () => {
    expect(withoutMarkup('Tom & Jerry')).toBe('Tom & Jerry');
    expect(charactersParsed()).toBe(0);
  });

  it.each([
    ['brackets', '<'.repeat(1000)],
    ['names without an end', 'a<b '.repeat(1000)],
    ['comments without an end', '<!--'.repeat(1000)],
    ['type arguments', 'List<Object> '.repeat(1000)],
  ])('does not ask the parser about %s, which are text', (_name, text) => {
    expect(withoutMarkup(text)).toBe(text);
    expect(charactersParsed()).toBe(0);
  });

  it('does not ask the parser about tags that end where they seem to', () => {
    const tags = `<!doctype html><p class="a" title='b "c"' hidden>d<br/></p><b>e</b> < f && g > h`;

    expect(withoutMarkup(tags)).toBe('d\ne < f && g > h');
    expect(charactersParsed()).toBe(0);
  });

  it('asks the parser about no more than documents have', () => {
    expect(withoutMarkup('<script>a</script>'.repeat(5000))).not.toContain('<');
    expect(charactersParsed()).toBe(0);
  });

  it('looks at no more than messages have', () => {
    expect(withoutMarkup(`${'<b>'.repeat(200_000)}x`)).toBe(`${'b>'.repeat(200_000)}x`);
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

    // There are five rounds at most.
    expect(Math.max(...work)).toBeLessThanOrEqual(5);
  });
});
