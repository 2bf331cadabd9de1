import { cleanText, isBlank } from '../conversation/clean-text.js';
import { InvalidMessageError, MessageTooLongError } from './chat.errors.js';

/** Longest message, in code points after cleaning. */
export const MAX_MESSAGE_CHARACTERS = 10_000;

/**
 * A message as it is stored and as the agent sees it: `cleanText`, 1 to 10,000 code points, not blank.
 * @throws InvalidMessageError when it is not text or nothing is left of it
 * @throws MessageTooLongError
 */
export function cleanMessage(raw: unknown): string {
  if (typeof raw !== 'string') throw refused('is required and must be text');
  const message = cleanText(raw);
  if (isBlank(message)) throw refused('must not be blank');
  if (isLongerThan(message, MAX_MESSAGE_CHARACTERS)) throw new MessageTooLongError();
  return message;
}

/** A code point takes one or two places of a string, so that only texts of a length between have to be counted. */
function isLongerThan(text: string, maxCodePoints: number): boolean {
  if (text.length <= maxCodePoints) return false;
  return text.length > 2 * maxCodePoints || [...text].length > maxCodePoints;
}

function refused(message: string): InvalidMessageError {
  return new InvalidMessageError({ details: [{ field: 'message', message }] });
}
