import { InvalidRequestError } from '../errors/request.errors.js';

const MAX_CHARACTERS = 255;

/** Control characters, unpaired surrogates, bidirectional embeddings, overrides and isolates, brackets and quotes. */
const STRIPPED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069<>"'`]/gu;

/**
 * A device id as it is stored and compared: NFC, stripped, trimmed, 1 to 255 code points. Case is kept.
 * Cleaning a clean id gives it back.
 * @throws InvalidRequestError naming `device_id` when it is missing, blank, or too long
 */
export function cleanDeviceId(raw: unknown): string {
  if (typeof raw !== 'string') throw refused('is required and must be text');
  // What was stripped may have stood between a letter and its accent, so the form is restored once more.
  const id = raw.normalize('NFC').replace(STRIPPED, '').normalize('NFC').trim();
  if (id === '') throw refused('must not be blank');
  if ([...id].length > MAX_CHARACTERS) throw refused(`must be at most ${MAX_CHARACTERS} characters`);
  return id;
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError({ details: [{ field: 'device_id', message }] });
}
