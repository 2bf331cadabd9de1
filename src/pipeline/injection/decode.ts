/** Runs of signs that may hide a sentence. */
const BASE64 = /[a-z0-9+/_-]{16,}={0,2}/gi;
const HEX = /(?:[0-9a-f]{2}[ :]?){12,}/gi;
const MOST_RUNS = 20;

const ESCAPE = /(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|&#x[0-9a-f]{1,6};|&#\d{1,7};|&nbsp;/gi;

/** "instructions" and "prompt" by ROT13, and from the end. */
const ROTATED = /vafgehpgvba|cebzcg/i;
const REVERSED = /noitcurtsni|tpmorp/i;

/** Text as people write it, and not the noise that any other bytes decode to. */
const WRITTEN = /^[\p{L}\p{M}\p{N}\p{P}\p{Zs}\s]+$/u;

/** What a message says to a model that decodes it: base64, hexadecimal, ROT13, and from the end. */
export function decodings(message: string): string[] {
  const base64 = runs(message, BASE64).map((run) => Buffer.from(run, 'base64'));
  const hex = runs(message, HEX).map((run) => Buffer.from(run.replace(/[ :]/g, ''), 'hex'));
  const written = [...base64, ...hex]
    .map((bytes) => bytes.toString('utf8'))
    .filter((text) => WRITTEN.test(text));
  if (ROTATED.test(message)) written.push(message.replace(/[a-z]/gi, rotated));
  if (REVERSED.test(message)) written.push([...message].toReversed().join(''));
  return written;
}

/** The message with characters for their codes: `%69`, `\u0069`, `\x69`, `&#105;`. */
export function unescaped(message: string): string {
  return message.replace(ESCAPE, character);
}

function runs(message: string, pattern: RegExp): string[] {
  return (message.match(pattern) ?? []).slice(0, MOST_RUNS);
}

function rotated(letter: string): string {
  const first = letter < 'a' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
}

function character(code: string): string {
  if (code.startsWith('%')) return Buffer.from(code.replaceAll('%', ''), 'hex').toString('utf8');
  if (code === '&nbsp;') return ' ';
  const isDecimal = /^&#\d/.test(code);
  const point = Number.parseInt(code.replace(/^(?:\\[ux]|&#x?)/i, ''), isDecimal ? 10 : 16);
  return point <= 0x10_ffff ? String.fromCodePoint(point) : code;
}
