import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanText, isBlank } from './clean-text.js';

/** Longest query, in code points after cleaning. */
const MAX_QUERY_CHARACTERS = 200;

/** What `message_words` takes for white space besides. */
const JOINTS = /[_/.\-@:<&]/g;

/** The words that somebody looks for. */
export interface SoughtWords {
  /** All but the last; empty where there is one. */
  readonly whole: string;
  /** The last one, which may be the beginning of a word. */
  readonly begun: string;
}

/**
 * A query as a caller gives it: cleaned as messages are, 1 to 200 code points.
 * @throws InvalidRequestError naming `query`
 */
export function soughtWords(raw: string): SoughtWords {
  const query = cleanText(raw);
  if (isBlank(query)) throw refused('must not be blank');
  if ([...query].length > MAX_QUERY_CHARACTERS) {
    throw refused(`must be at most ${MAX_QUERY_CHARACTERS} characters`);
  }
  const words = query.replace(JOINTS, ' ').trim().split(/\s+/u);
  return { whole: words.slice(0, -1).join(' '), begun: words.at(-1) ?? '' };
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError({ details: [{ field: 'query', message }] });
}
