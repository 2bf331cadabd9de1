/** Longer texts are cut: a passage is to be read, and PostgreSQL's tsvector ends at 1 MB. */
const MAX_CHARACTERS = 8000;

/**
 * A text in passages of at most 8,000 characters, cut at the last empty line that fits, else at the last line, the last word,
 * or where it has to be. None of an empty text.
 */
export function passagesOf(text: string): string[] {
  const passages: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_CHARACTERS) {
    const end = cutOf(rest.slice(0, MAX_CHARACTERS));
    passages.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === '' ? passages : [...passages, rest];
}

/** Not in the first half: passages should be few. Never between the halves of a character. */
function cutOf(text: string): number {
  const cuts = ['\n\n', '\n', ' '].map((gap) => text.lastIndexOf(gap));
  const end = cuts.find((cut) => cut > MAX_CHARACTERS / 2);
  if (end !== undefined) return end;
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}
