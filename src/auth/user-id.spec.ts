import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanUserId } from './user-id.js';

describe(cleanUserId.name, () => {
  it.each(['u', ' Ada ', 'cafe\u0301', '<a>', '😀'.repeat(255)])(
    'gives %j back exactly as it came',
    (raw) => {
      expect(cleanUserId(raw)).toBe(raw);
    },
  );

  it.each([undefined, 7, '', 'x'.repeat(256), 'a\u0000b', 'a\ud800'])('refuses %j', (raw) => {
    expect(() => cleanUserId(raw)).toThrow(InvalidRequestError);
  });
});
