import fc from 'fast-check';
import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanDeviceId } from './device-id.js';

const refusal = (raw: unknown): unknown => {
  try {
    return cleanDeviceId(raw);
  } catch (error) {
    return error;
  }
};

describe(cleanDeviceId.name, () => {
  it.each([
    ['keeps an ordinary id', '0196b1c2-7d1e-7a55-8c3f-2f1f5a6b7c8d', '0196b1c2-7d1e-7a55-8c3f-2f1f5a6b7c8d'],
    ['keeps the case', 'Device-A', 'Device-A'],
    ['composes to NFC', 'cafe\u0301', 'café'],
    ['composes what stripping brings together', 'cafe\u0000\u0301', 'café'],
    ['trims white space of every kind', '\u00a0\t abc \u3000\n', 'abc'],
    ['keeps white space inside', 'my phone', 'my phone'],
    ['strips NUL and control characters', 'a\u0000b\u0007c\u007fd\u0085e', 'abcde'],
    ['strips bidirectional overrides and isolates', 'a\u202eb\u2066c\u2069d\u202a', 'abcd'],
    ['strips angle brackets and quotes', `<b>"a"'b'\`c\``, 'babc'],
    ['strips an unpaired surrogate and keeps a pair', 'a\ud800b😀', 'ab😀'],
  ])('%s', (_name, raw, cleaned) => {
    expect(cleanDeviceId(raw)).toBe(cleaned);
  });

  it.each([
    ['a missing id', undefined],
    ['null', null],
    ['a number', 7],
    ['a list', ['a']],
    ['an empty id', ''],
    ['a blank id', ' \t\u00a0\n'],
    ['an id of stripped characters only', '<>"\u202e\u0000'],
    ['an id of 256 characters', 'x'.repeat(256)],
  ])('refuses %s and names the field', (_name, raw) => {
    const error = refusal(raw);

    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', facts: { details: [{ field: 'device_id' }] } });
  });

  it('takes 255 code points, counted after stripping and trimming', () => {
    const longest = '😀'.repeat(255);

    expect(cleanDeviceId(` <${longest}> `)).toBe(longest);
  });

  it('gives a clean id back as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (raw) => {
        const cleaned = refusal(raw);
        expect(cleaned instanceof InvalidRequestError || refusal(cleaned) === cleaned).toBe(true);
      }),
    );
  });
});
