import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { BadFileError } from './knowledge-file.errors.js';

/** Also the most that an open quotation mark swallows at once. */
const MAX_RECORD_CHARACTERS = 4 * 1024 * 1024;
const NEEDED = ['question', 'answer'];

/** A row by its columns, or what is wrong with it. */
export type CsvRow = ({ readonly record: Record<string, string> } | { readonly problem: string }) & {
  /** 1, 2, …; of a row of several lines the last. */
  readonly line: number;
  readonly readBytes: number;
};

interface ParsedRow {
  readonly record: Record<string, string>;
  readonly info: Info;
}

/**
 * The rows of a CSV file (RFC 4180, UTF-8) whose first line names its columns, one after the other.
 * @throws BadFileError where it doesn't name `question` and `answer`
 */
export async function* csvRows(path: string, source: string): AsyncGenerator<CsvRow> {
  const file = createReadStream(path);
  const skipped: CsvError[] = [];
  const parser = parse({
    bom: true,
    columns: (header: string[]) => columnsOf(header, source),
    info: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    relax_column_count_less: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) skipped.push(error);
    },
  });
  pipeline(file, parser, () => undefined); // What goes wrong is thrown to whoever reads the parser.
  const rows: AsyncIterable<ParsedRow> = parser;
  let line = 1;
  for await (const { record, info } of rows) {
    // The parser is ahead of us.
    for (const error of takeBefore(info.lines, skipped)) yield badRow(error, line, file.bytesRead);
    line = info.lines;
    yield { line, readBytes: file.bytesRead, record };
  }
  for (const error of skipped) yield badRow(error, line, file.bytesRead);
}

function columnsOf(header: readonly string[], source: string): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  if (NEEDED.every((name) => names.includes(name))) return names;
  throw new BadFileError(`${source}:1: names no columns question and answer, separated by a comma`);
}

/** Takes those away that stand before a line. */
function takeBefore(line: number, errors: CsvError[]): CsvError[] {
  const later = errors.findIndex((error) => lineOf(error) >= line);
  return errors.splice(0, later < 0 ? errors.length : later);
}

/** @param previous line of the last row that could be read */
function badRow(error: CsvError, previous: number, readBytes: number): CsvRow {
  if (error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS') {
    const problem = 'has more fields than there are columns: a comma needs quotation marks';
    return { line: lineOf(error), readBytes, problem };
  }
  return { line: previous + 1, readBytes, problem: 'opens a quotation mark that is not closed' };
}

const lineOf = ({ lines }: CsvError): number => (typeof lines === 'number' ? lines : 0);
