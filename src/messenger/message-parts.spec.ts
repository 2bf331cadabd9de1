import fc from 'fast-check';
import { messageParts, truncated } from './message-parts.js';

const MAX = 1999;

const FAMILY = '👨‍👩‍👧‍👦';
const SENTENCES = [
  'It is on its way. ',
  'Did it come? ',
  'آپ کا آرڈر راستے میں ہے۔ ',
  'هل وصل؟ ',
  '您的订单已发出。',
  '届きましたか？',
];

const words = fc.constantFrom(
  'so',
  'order',
  'naïve',
  'it’s',
  'e.g.',
  '3.5',
  'unbelievably',
  '(see',
  '- ',
  '12. ',
);
const spaces = fc.constantFrom(' ', ' ', ' ', '\n', '\r\n', '\r\n\r\n', '\n\n', '  ');
const clusters = fc.constantFrom(FAMILY, 'e\u0301', '🇵🇰', '👍🏽', 'नि', '각', '\u0301', '😀', '\u0600', '漢字');
const urls = fc
  .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.nat(300))
  .map(([address, repeats]) => ` ${address}${'?q=a.B!'.repeat(repeats)} `);

/** Mostly longer than a part. */
const longText = fc
  .array(
    fc.oneof(
      { weight: 20, arbitrary: words },
      { weight: 20, arbitrary: spaces },
      { weight: 10, arbitrary: clusters },
      { weight: 5, arbitrary: fc.constantFrom(...SENTENCES) },
      { weight: 1, arbitrary: urls },
    ),
    { minLength: 400, maxLength: 800 },
  )
  .map((pieces) => pieces.join(''));

/** Where the parts stand in the text; fails when anything but white space stands between them. */
function placesOf(parts: readonly string[], text: string): { start: number; end: number }[] {
  let end = 0;
  const places = parts.map((part) => {
    const start = text.indexOf(part, end);
    expect(text.slice(end, start).trim()).toBe('');
    end = start + part.length;
    return { start, end };
  });
  expect(text.slice(end).trim()).toBe('');
  return places;
}

function cutsOf(parts: readonly string[], text: string): number[] {
  const places = placesOf(parts, text);
  return [...places.slice(1).map(({ start }) => start), ...places.slice(0, -1).map(({ end }) => end)];
}

/** A URL that a part holds. */
function isInUrl(text: string, cut: number): boolean {
  return [...text.matchAll(/https?:\S+/g)].some(
    ({ 0: { length }, index }) => length <= MAX && index < cut && cut < index + length,
  );
}

function graphemeStarts(text: string): Set<number> {
  const segments = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text);
  return new Set([...segments].map(({ index }) => index));
}

describe(messageParts.name, () => {
  it.each([
    ['leaves text that fits as it is', ` ${'x'.repeat(1997)}\n`, [` ${'x'.repeat(1997)}\n`]],
    ['gives nothing for blank text', ' \n '.repeat(1000), []],
    ['drops white space round a long text', `  ${'x'.repeat(MAX)}\n\n`, ['x'.repeat(MAX)]],
    ['cuts a word that is too long', 'x'.repeat(2 * MAX + 1), ['x'.repeat(MAX), 'x'.repeat(MAX), 'x']],
    ['splits no surrogate pair', '😀'.repeat(1000), ['😀'.repeat(999), '😀']],
    ['splits no family', FAMILY.repeat(182), [FAMILY.repeat(181), FAMILY]],
    [
      'cuts a grapheme that is too long',
      `a${'\u0301'.repeat(2500)}`,
      [`a${'\u0301'.repeat(1998)}`, '\u0301'.repeat(502)],
    ],
    ['cuts such a one between code points', `a${'𞥊'.repeat(1000)}`, [`a${'𞥊'.repeat(999)}`, '𞥊']],
    ['leaves a space that carries a mark', `${'x'.repeat(MAX)}  \u0301y`, ['x'.repeat(MAX), ' \u0301y']],
  ])('%s', (_name, text, parts) => {
    expect(messageParts(text)).toEqual(parts);
  });

  it.each([
    ['a paragraph before a sentence', `${'a'.repeat(1200)}\r\n\r\n${'b'.repeat(500)}. `, 1200],
    ['a sentence before a paragraph in the first half', `${'a'.repeat(500)}\n\n${'b'.repeat(700)}. `, 1203],
    ['a line, such as an item of a list', `- ${'a'.repeat(1200)}\n- ${'b '.repeat(200)}`, 1202],
    ['a sentence before a word', `${'a'.repeat(1200)}! ${'b '.repeat(200)}`, 1201],
    ['a sentence in Urdu', `${'ا'.repeat(1200)}۔ ${'ب '.repeat(200)}`, 1201],
    ['a question in Arabic', `${'ا'.repeat(1200)}؟ ${'ب '.repeat(200)}`, 1201],
    ['a sentence in Hindi', `${'क'.repeat(1200)}। ${'ख '.repeat(200)}`, 1201],
    ['a sentence in Chinese', `${'一'.repeat(1200)}。${'二'.repeat(300)}`, 1201],
    ['a sentence that fills the part', `${'a '.repeat(999)}. `, 1999],
    ['a word where no sentence ends in the second half', `Hi. ${'a'.repeat(1200)} ${'b'.repeat(300)} `, 1505],
    [
      'the item before, not the number of an item',
      `${'a'.repeat(1200)}
1. B`,
      1200,
    ],
    ['a word before a URL with a question mark', `${'a'.repeat(1200)} example.com/?b=`, 1200],
  ])('cuts at the end of %s', (_name, text, end) => {
    const [first] = messageParts(`${text}${'x'.repeat(1999)}`);

    expect(first).toBe(text.slice(0, end));
  });

  it('cuts into parts of another size', () => {
    expect(messageParts('One two. Three four.', 12)).toEqual(['One two.', 'Three four.']);
  });

  it('keeps a URL whole that fits a part', () => {
    const address = `https://example.com/${'a?b.c!'.repeat(329)}abcde`;

    expect(messageParts(`See ${address}. Bye`)).toEqual(['See', address, '. Bye']);
    expect(messageParts(`看${address}。再见`)).toEqual(['看', address, '。再见']);
  });

  it('cuts a URL that fits no part, without loss', () => {
    const address = `https://example.com/${'a'.repeat(1980)}`;

    expect(messageParts(`See ${address}`)).toEqual(['See', address.slice(0, MAX), address.slice(MAX)]);
  });

  it('gives parts that a message holds, without loss, cut in no grapheme, line end or URL', () => {
    const property = fc.property(longText, (text) => {
      const parts = messageParts(text);
      const starts = graphemeStarts(text);
      const isWrong = (cut: number): boolean => !starts.has(cut) || isInUrl(text, cut);

      expect(parts.filter((part) => part.trim() === '' || part.length > MAX)).toEqual([]);
      expect(cutsOf(parts, text).filter(isWrong)).toEqual([]);
    });

    fc.assert(property);
  });

  it('loses nothing of any text', () => {
    const character = fc.nat(0x10ffff).map((codePoint) => String.fromCodePoint(codePoint));
    const text = fc.string({ unit: character, minLength: 2000, maxLength: 4000 });
    const property = fc.property(text, (anything) => void cutsOf(messageParts(anything), anything));

    fc.assert(property, { numRuns: 20 });
  });

  it('ends every part with a sentence where one ends in the second half', () => {
    const text = fc.array(fc.constantFrom(...SENTENCES), { minLength: 250, maxLength: 500 });
    const property = fc.property(text, (sentences) => {
      const parts = messageParts(sentences.join(''));

      expect(parts.length).toBeGreaterThan(1);
      expect(parts.filter((part) => !/[.?۔؟。？]\s*$/u.test(part))).toEqual([]);
      expect(parts.slice(0, -1).filter((part) => part.length < MAX - 30)).toEqual([]);
    });

    fc.assert(property);
  });

  it.each(['a', ' \n', '\u0301', 'https://', '。', 'a.', '\ud83d', '🇵'])(
    'ends on 100,000 units of %j',
    (bomb) => {
      const hostile = `x${bomb.repeat(100_000 / bomb.length)}x`;

      expect(messageParts(hostile).join('').replaceAll(/\s/g, '')).toBe(hostile.replaceAll(/\s/g, ''));
    },
  );
});

describe(truncated.name, () => {
  it.each([
    ['leaves text that fits as it is', ` ${'x'.repeat(1998)}`, ` ${'x'.repeat(1998)}`],
    ['leaves off white space before words', ` ${'x'.repeat(MAX)}`, 'x'.repeat(MAX)],
    ['leaves nothing of blank text', ' '.repeat(2000), ''],
    ['cuts a word that is too long', 'x'.repeat(2000), `${'x'.repeat(1997)} …`],
    ['splits no family', FAMILY.repeat(182), `${FAMILY.repeat(181)} …`],
    [
      'ends with a word',
      `${'a'.repeat(900)}. ${'B'.repeat(1000)} ${'c'.repeat(1000)}`,
      `${'a'.repeat(900)}. ${'B'.repeat(1000)} …`,
    ],
    ['prefers a sentence', `${'a'.repeat(1200)}. ${'B '.repeat(500)}`, `${'a'.repeat(1200)}. …`],
    [
      'prefers the last sentence to a paragraph',
      `${'a'.repeat(1200)}\n\nB. ${'C '.repeat(500)}`,
      `${'a'.repeat(1200)}\n\nB. …`,
    ],
    [
      'does not lengthen a URL',
      `See https://example.com/a ${'b'.repeat(2000)}`,
      'See https://example.com/a …',
    ],
  ])('%s', (_name, text, shown) => {
    expect(truncated(text)).toBe(shown);
  });

  it('gives the beginning of a long text, cut in no grapheme and ended with …', () => {
    const property = fc.property(longText, (text) => {
      fc.pre(text.trim().length > MAX); // Else nothing is left out.
      const head = truncated(text).slice(0, -2);

      expect(truncated(text)).toBe(`${head} …`);
      expect(head.length).toBeLessThanOrEqual(MAX - 2);
      expect(text.trimStart().startsWith(head)).toBe(true);
      expect(graphemeStarts(text.trimStart())).toContain(head.length);
    });

    fc.assert(property);
  });
});
