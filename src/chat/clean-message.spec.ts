import { InvalidMessageError, MessageTooLongError } from './chat.errors.js';
import { cleanMessage } from './clean-message.js';

describe(cleanMessage.name, () => {
  it('gives the cleaned text', () => {
    expect(cleanMessage(' Hi <b>there</b>\u0000, is a < b? ')).toBe('Hi there, is a < b?');
  });

  it('takes 10,000 code points, counted after cleaning', () => {
    const longest = '😀'.repeat(10_000);

    expect(cleanMessage(`<i>${longest}</i>\n`)).toBe(longest);
  });

  it.each([
    ['of one place', 'x'],
    ['of two places', '😀'],
  ])('refuses one character more, %s', (_name, character) => {
    expect(() => cleanMessage(character.repeat(10_001))).toThrow(MessageTooLongError);
  });

  it.each([
    ['a missing message', undefined],
    ['null', null],
    ['an object', { text: 'hi' }],
    ['an empty message', ''],
    ['a blank message', ' \n\t\u00a0'],
    ['a message of invisible characters', '\u200b\u2060'],
    ['a message of markup only', '<script>alert(1)</script><br>'],
  ])('refuses %s and names the field', (_name, raw) => {
    expect(() => cleanMessage(raw)).toThrow(InvalidMessageError);
    expect(() => cleanMessage(raw)).toThrow(
      expect.objectContaining({ facts: { details: [expect.objectContaining({ field: 'message' })] } }),
    );
  });
});
