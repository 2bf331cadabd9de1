import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanTitle, conversationTitle } from './conversation-title.js';

const WORDS = 'How do I connect Facebook Messenger to a Parley server?';

describe(conversationTitle.name, () => {
  it.each([
    ['keeps a short message', 'Hello there', 'Hello there'],
    ['collapses white space', ' Hello\n\n  there\t! ', 'Hello there !'],
    ['keeps exactly 50 characters', 'x'.repeat(50), 'x'.repeat(50)],
    ['cuts at a word', WORDS, 'How do I connect Facebook Messenger to a Parley…'],
    ['keeps a word that ends where the cut is', `${'x'.repeat(49)} more`, `${'x'.repeat(49)}…`],
    ['cuts a first word that is too long', 'x'.repeat(51), `${'x'.repeat(49)}…`],
    ['counts code points', '😀'.repeat(51), `${'😀'.repeat(49)}…`],
    ['splits no grapheme', '👨‍👩‍👧‍👦'.repeat(9), `${'👨‍👩‍👧‍👦'.repeat(7)}…`],
    ['cuts a grapheme longer than a title', `a${'\u0301'.repeat(60)}`, `a${'\u0301'.repeat(48)}…`],
  ])('%s', (_name, message, title) => {
    expect(conversationTitle(message)).toBe(title);
  });
});

describe(cleanTitle.name, () => {
  it('cleans like a message and puts everything on one line', () => {
    expect(cleanTitle(' My <b>first</b>\r\n\ttitle\u202e ')).toBe('My first title');
  });

  it('takes 200 code points', () => {
    expect(cleanTitle('😀'.repeat(200))).toBe('😀'.repeat(200));
  });

  it.each([undefined, null, 7, '', ' \n ', '\u200b', '<b></b>', 'x'.repeat(201)])('refuses %j', (raw) => {
    expect(() => cleanTitle(raw)).toThrow(InvalidRequestError);
  });
});
