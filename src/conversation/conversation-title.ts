import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanText, isBlank } from './clean-text.js';

/** Longest title made of a message, in code points, its `…` included. */
const MAX_MADE_CHARACTERS = 50;

/** Longest title given by a caller, in code points. */
const MAX_GIVEN_CHARACTERS = 200;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The title of a conversation that begins with this cleaned message: its first 50 code points on one line, cut at a
 * word and ended with `…` where it is longer; a first word that is too long is cut between graphemes.
 */
export function conversationTitle(message: string): string {
  const line = onOneLine(message);
  const characters = [...line];
  if (characters.length <= MAX_MADE_CHARACTERS) return line;
  const head = characters.slice(0, MAX_MADE_CHARACTERS).join('');
  const wordEnd = head.lastIndexOf(' ');
  return `${wordEnd > 0 ? head.slice(0, wordEnd) : cutBetweenGraphemes(head)}…`;
}

/**
 * A title as a caller gives it: cleaned, on one line, 1 to 200 code points.
 * @throws InvalidRequestError naming `title`
 */
export function cleanTitle(raw: unknown): string {
  if (typeof raw !== 'string') throw refused('must be text');
  const title = onOneLine(cleanText(raw));
  if (isBlank(title)) throw refused('must not be blank');
  if ([...title].length > MAX_GIVEN_CHARACTERS) {
    throw refused(`must be at most ${MAX_GIVEN_CHARACTERS} characters`);
  }
  return title;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Drops the last grapheme, which the cut may have split; a single one is cut by code points. */
function cutBetweenGraphemes(head: string): string {
  const last = [...graphemes.segment(head)].at(-1);
  return last && last.index > 0 ? head.slice(0, last.index) : [...head].slice(0, -1).join('');
}

function refused(message: string): InvalidRequestError {
  return new InvalidRequestError({ details: [{ field: 'title', message }] });
}
