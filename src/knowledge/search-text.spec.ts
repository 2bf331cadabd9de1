import { openWord, searchText, snippetOf } from './search-text.js';

describe(searchText.name, () => {
  it('leaves out the words that say nothing about the topic', () => {
    expect(searchText('Please, tell me how I start Parley')).toBe('me how I start Parley');
  });

  it('is empty when nothing is left to search for', () => {
    expect(['', '  ', '?!', 'please help', '\u0000'].map(searchText)).toEqual(['', '', '', '', '']);
  });

  it('splits at apostrophes and control characters', () => {
    expect(searchText("what's\u0000new")).toBe('what s new');
  });

  it.each(['How do I log in?', 'I am not signed in', 'why is logging-in slow'])(
    'asks about the login in %j',
    (question) => {
      expect(searchText(question)).toMatch(/\blogin\b/);
    },
  );

  it('asks about the log where nobody logs in', () => {
    expect(searchText('Are messages in the log?')).toBe('Are messages in the log?');
  });

  it('reads only the beginning of a long text', () => {
    expect(searchText('zebra '.repeat(5000)).length).toBeLessThanOrEqual(2000);
  });
});

describe(openWord.name, () => {
  it.each([
    ['how do gira', 'gira'],
    ['gira', 'gira'],
    ['İstanbul', 'İstanbul'],
    ['gira?', ''],
    ['gira ', ''],
    ['show me the gira please', ''],
    ['', ''],
  ])('takes of %j %j', (question, word) => {
    expect(openWord(question, searchText(question))).toBe(word);
  });

  it('takes none of a text that is cut', () => {
    const question = `${'zebra '.repeat(400)}gira`;

    expect(openWord(question, searchText(question))).toBe('');
  });
});

describe(snippetOf.name, () => {
  it('puts a short text on one line', () => {
    expect(snippetOf(' one\n\ntwo ', 20)).toBe('one two');
  });

  it('cuts a long text at a word', () => {
    expect(snippetOf('one two three four', 12)).toBe('one two…');
  });

  it('never leaves half a character', () => {
    expect(snippetOf('\u{1F600}'.repeat(10), 6)).toBe(`${'\u{1F600}'.repeat(2)}…`);
  });
});
