/** Only the beginning of a longer question is searched for. */
const MAX_CHARACTERS = 2000;

/** Words of talk that say nothing about the topic, besides the stop words that PostgreSQL drops itself. */
const FILLERS = new Set(
  (
    'please tell explain describe show give want need like know help let get got make made could would may might must ' +
    'shall thanks thank hello hi hey ok okay use using used way possible exactly actually really anyone something ' +
    'anything everything someone question answer answering ask wondering wonder find works work working say us put ' +
    'much many just now thing things mean means meant happens happen allowed able ' +
    'ever never still also enable support supports supported sure somebody certain'
  ).split(' '),
);

/** One word for what means another thing than its words: nobody who can't log in asks about a log. */
const LOGIN = /\b(?:log(?:ged|ging)?|sign(?:ed|ing)?)[ -]in\b/gi;

/** The words of a question that are worth searching for; empty when there is none. */
export function searchText(question: string): string {
  const words = question
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replaceAll(/[\u0000-\u001f'’]/g, ' ')
    .replaceAll(LOGIN, 'login')
    .split(/\s+/u)
    .filter((word) => !FILLERS.has(word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')));
  return words.some((word) => /[\p{L}\p{N}]/u.test(word)) ? words.join(' ').trim() : '';
}

/**
 * The last word of a question that may go on, as it does while somebody types: it ends in a letter or digit, and is among the
 * words to be searched for. Else empty.
 */
export function openWord(question: string, searched: string): string {
  if (question.length > MAX_CHARACTERS) return '';
  const [last = ''] = /[\p{L}\p{N}]+$/u.exec(question) ?? [];
  return searched.endsWith(last) ? last : '';
}

/** The beginning of a text on one line, at most `maxCharacters` long, cut at a word with `…`. */
export function snippetOf(text: string, maxCharacters: number): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= maxCharacters) return line;
  const start = line.slice(0, maxCharacters - 1).toWellFormed();
  return `${start.replace(/\s+\S*$/u, '').replace(/\uFFFD$/u, '')}…`;
}
