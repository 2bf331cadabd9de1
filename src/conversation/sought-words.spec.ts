import { InvalidRequestError } from '../errors/request.errors.js';
import { soughtWords } from './sought-words.js';

describe(soughtWords.name, () => {
  it.each([
    ['word', '', 'word'],
    [' two  words ', 'two', 'words'],
    ['a\tb\nc', 'a b', 'c'],
    ['Cafe\u0301', '', 'Café'],
    ['nul\u0000', '', 'nul'],
    ["o'brien & co", "o'brien", 'co'],
    ['bob@example.org', 'bob example', 'org'],
    ['...', '', ''],
  ])('keeps the last word of %j apart', (query, whole, begun) => {
    expect(soughtWords(query)).toEqual({ whole, begun });
  });

  it('takes 200 code points', () => {
    expect(soughtWords('😀'.repeat(200)).begun).toHaveLength(400);
  });

  it.each(['', ' \n', '\u200b\u0000', '<b></b>', 'x'.repeat(201)])('refuses %j', (query) => {
    expect(() => soughtWords(query)).toThrow(InvalidRequestError);
  });
});
