import fc from 'fast-check';
import { clipped, shortened } from './short-text.js';

const FAMILY = '👨‍👩‍👧‍👦';

const character = fc.oneof(
  fc.constantFrom(' ', 'a', '.', '漢', FAMILY, 'e\u0301', '🇵🇰'),
  fc.nat(0x10ffff).map((codePoint) => String.fromCodePoint(codePoint)),
);
const title = fc.string({ unit: character, maxLength: 60 }).map((text) => text.trim());

describe(shortened.name, () => {
  it.each([
    ['leaves a title that fits as it is', 'a'.repeat(20), 'a'.repeat(20)],
    ['ends with a word', 'Track my last order now', 'Track my last order…'],
    ['does not give up half of the title for that', 'My unforgettablelongword', 'My unforgettablelon…'],
    ['cuts a single word', 'a'.repeat(21), `${'a'.repeat(19)}…`],
    ['cuts Chinese between words', '请'.repeat(30), `${'请'.repeat(19)}…`],
    ['splits no family', FAMILY.repeat(3), `${FAMILY}…`],
    ['splits no surrogate pair', '😀'.repeat(11), `${'😀'.repeat(9)}…`],
  ])('%s', (_name, text, short) => {
    expect(shortened(text, 20)).toBe(short);
  });

  it('gives the beginning of any title, in at most as many units', () => {
    const property = fc.property(title, fc.integer({ min: 10, max: 30 }), (text, maxUnits) => {
      const short = shortened(text, maxUnits);

      expect(short.length).toBeLessThanOrEqual(maxUnits);
      expect(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1)))).toBe(true);
      expect(short.isWellFormed() || !text.isWellFormed()).toBe(true);
    });

    fc.assert(property);
  });
});

describe(clipped.name, () => {
  it.each([
    ['leaves a payload that fits as it is', 'a b '.repeat(250), 'a b '.repeat(250)],
    ['cuts a longer one', 'a'.repeat(1001), 'a'.repeat(1000)],
    ['splits no family', FAMILY.repeat(91), FAMILY.repeat(90)],
  ])('%s', (_name, text, short) => {
    expect(clipped(text, 1000)).toBe(short);
  });
});
