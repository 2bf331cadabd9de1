import { cleanDeviceId } from '../auth/device-id.js';
import { idOf, listOf, messageIdOf, momentOf, textOf } from './wire-values.js';

describe(idOf.name, () => {
  it.each([
    ['24512345678901234', '24512345678901234'],
    [12345654332, '12345654332'],
    ['page-id', 'page-id'],
    ['<PSID>', '<PSID>'],
  ])('takes %j', (value, id) => {
    expect(idOf(value)).toBe(id);
  });

  it.each([
    undefined,
    null,
    true,
    {},
    ['1'],
    '',
    ' ',
    '<>',
    '1:2',
    'é'.repeat(3),
    '1\u0000',
    '1\n',
    '1'.repeat(101),
  ])('takes %j for none', (value) => {
    expect(idOf(value)).toBeNull();
  });

  it('gives ids of which two make a device id', () => {
    const longest = idOf('9'.repeat(100)) ?? '';

    expect(cleanDeviceId(`${longest}:${longest}`)).toHaveLength(201);
  });
});

describe(messageIdOf.name, () => {
  it('takes the ids of messages, which are longer', () => {
    const mid = `m_${'x'.repeat(300)}-_.$:=`;

    expect(messageIdOf(mid)).toBe(mid);
    expect(messageIdOf('x'.repeat(501))).toBeNull();
    expect(messageIdOf('')).toBeNull();
  });
});

describe(momentOf.name, () => {
  it.each([
    ['milliseconds', 1790000000123, 1790000000123],
    ['seconds', 1701599111, 1701599111000],
    ['milliseconds as text', '1458668856463', 1458668856463],
    ['seconds as text', '1527459824', 1527459824000],
    ['seconds with a fraction', 1701599111.5, 1701599111500],
    ['a time of the seventies', 12341, 12341000],
  ])('reads %s', (_name, value, ms) => {
    expect(momentOf(value)).toBe(ms);
  });

  it.each([
    undefined,
    null,
    true,
    [1701599111],
    {},
    '',
    'TIMESTAMP',
    0,
    -1,
    NaN,
    Infinity,
    1e300,
    '9'.repeat(20),
  ])('reads nothing from %j', (value) => {
    expect(momentOf(value)).toBeNull();
  });
});

describe(textOf.name, () => {
  it('gives text that can be stored', () => {
    expect(textOf('a\u0000b\ud800')).toBe('ab\ufffd');
  });

  it.each([undefined, null, 1, {}, ['a'], '', '\u0000'])('gives nothing for %j', (value) => {
    expect(textOf(value)).toBeNull();
  });
});

describe(listOf.name, () => {
  it.each([
    [
      [1, 2],
      [1, 2],
    ],
    [{ a: 1 }, [{ a: 1 }]],
    ['text', ['text']],
    [undefined, []],
    [null, []],
  ])('makes of %j a list', (value, list) => {
    expect(listOf(value)).toEqual(list);
  });
});
