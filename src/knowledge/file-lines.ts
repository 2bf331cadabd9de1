import { createReadStream } from 'node:fs';

/** Longer lines are not read. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** A line of a file without its end; null where it is longer than 4 MiB. */
export interface FileLine {
  /** 1, 2, … */
  readonly number: number;
  readonly text: string | null;
  /** What of the file has been read, this line included. */
  readonly readBytes: number;
}

/** The lines of a UTF-8 file, one after the other; holds no more than one of them. */
export async function* fileLines(path: string): AsyncGenerator<FileLine> {
  const parts: Buffer[] = [];
  let [number, readBytes, length] = [1, 0, 0];
  const take = (part: Buffer): void => {
    length += part.length;
    readBytes += part.length;
    if (length <= MAX_LINE_BYTES) parts.push(part);
  };
  const line = (): FileLine => {
    const text = length > MAX_LINE_BYTES ? null : textOf(Buffer.concat(parts), number);
    parts.length = 0;
    length = 0;
    return { number: number++, text, readBytes };
  };
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      take(rest.subarray(0, end));
      readBytes += 1;
      yield line();
      rest = rest.subarray(end + 1);
    }
    take(rest);
  }
  if (length > 0) yield line();
}

/** Without the byte order mark of the first line. */
function textOf(line: Buffer, number: number): string {
  const text = line.toString('utf8').replace(/\r$/, '');
  return number === 1 ? text.replace(/^\uFEFF/, '') : text;
}
