import { InvalidRequestError } from '../errors/request.errors.js';

const MAX_CHARACTERS = 255;

/**
 * Gives a user id back exactly as it came, 1 to 255 code points: ids are compared as they are.
 * @throws InvalidRequestError naming `user_id` when its length is wrong or the database could not hold it
 *   (NUL, unpaired surrogate)
 */
export function cleanUserId(raw: unknown): string {
  if (typeof raw !== 'string') throw refused('must be text');
  const length = [...raw].length;
  if (length < 1 || length > MAX_CHARACTERS) throw refused(`must be 1 to ${MAX_CHARACTERS} characters`);
  if (raw.includes('\0') || !raw.isWellFormed()) throw refused('must not hold characters that are not text');
  return raw;
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError({ details: [{ field: 'user_id', message }] });
}
