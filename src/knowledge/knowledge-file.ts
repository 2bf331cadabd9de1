import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { csvRows } from './csv-rows.js';
import { fileLines } from './file-lines.js';
import { BadFileError } from './knowledge-file.errors.js';
import { markdownText, type ReadRecord, readRecord } from './knowledge-record.js';
import { wholeDocument } from './new-document.js';

/** Larger Markdown files are not read: one is replaced as a whole, and a document of that size is many. */
const MAX_MARKDOWN_BYTES = 16 * 1024 * 1024;

/** A file and the name by which it is known. */
export interface KnowledgeFile {
  readonly path: string;
  readonly source: string;
}

/** One record of a file. */
export type FileRecord = ReadRecord & {
  /** 1, 2, …; of a record of several lines the last. */
  readonly line: number;
  /** What of the file has been read. */
  readonly readBytes: number;
};

type Reader = (file: KnowledgeFile) => AsyncGenerator<FileRecord>;

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['.md', readMarkdown],
  ['.markdown', readMarkdown],
  ['.csv', readCsv],
  ['.jsonl', readJsonLines],
  ['.ndjson', readJsonLines],
]);

/** How a file of that name is read. @throws BadFileError for an ending of another kind */
export function readerOf({ path, source }: KnowledgeFile): Reader {
  const reader = READERS.get(extname(path).toLowerCase());
  if (!reader) throw new BadFileError(`${source}: only ${[...READERS.keys()].join(', ')} can be imported`);
  return reader;
}

/** A whole Markdown file as one document. @throws BadFileError for one of over 16 MiB */
async function* readMarkdown({ path, source }: KnowledgeFile): AsyncGenerator<FileRecord> {
  const { size } = await stat(path);
  if (size > MAX_MARKDOWN_BYTES) throw new BadFileError(`${source}: larger than 16 MiB, divide it`);
  const content = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const checked = markdownText.safeParse(content);
  const place = { line: 1, readBytes: size };
  if (!checked.success) {
    yield { ...place, problem: checked.error.issues.map(({ message }) => message).join(', ') };
    return;
  }
  const draft = wholeDocument(source, { content });
  yield draft.sections.length > 0 ? { ...place, draft } : { ...place, problem: 'holds nothing but headings' };
}

async function* readJsonLines({ path, source }: KnowledgeFile): AsyncGenerator<FileRecord> {
  for await (const { number: line, text, readBytes } of fileLines(path)) {
    if (text === null) yield { line, readBytes, problem: 'is longer than 4 MiB' };
    else if (text.trim() !== '') yield { line, readBytes, ...readJson(source, text) };
  }
}

function readJson(source: string, text: string): ReadRecord {
  try {
    return readRecord(source, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'is no JSON' };
    throw error;
  }
}

async function* readCsv({ path, source }: KnowledgeFile): AsyncGenerator<FileRecord> {
  for await (const { line, readBytes, ...row } of csvRows(path, source)) {
    yield { line, readBytes, ...('record' in row ? readRecord(source, row.record) : row) };
  }
}
