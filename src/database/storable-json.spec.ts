import { storableJson } from './storable-json.js';

describe(storableJson.name, () => {
  it.each<[string, unknown, unknown]>([
    ['plain values', { a: [1, true, null, 'ä 😀'] }, { a: [1, true, null, 'ä 😀'] }],
    ['NUL in a text', { a: 'x\0y' }, { a: 'xy' }],
    ['NUL in a key', { 'a\0b': 1 }, { ab: 1 }],
    ['half of a pair, deep inside', { a: [{ b: 'x\ud83dy' }] }, { a: [{ b: 'x\ufffdy' }] }],
    ['half of a pair in a key', { 'x\udc00': 1 }, { 'x\ufffd': 1 }],
    ['what only looks like an escape', { a: String.raw`\u0000 \ud800` }, { a: String.raw`\u0000 \ud800` }],
    ['other control characters', { a: '\u0001\n' }, { a: '\u0001\n' }],
  ])('makes %s storable', (_name, value, stored) => {
    expect(JSON.parse(storableJson(value))).toEqual(stored);
  });
});
