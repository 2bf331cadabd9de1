import type { FileRecord } from './knowledge-file.js';

/** Records that are stored at once: few enough that nobody waits for them. */
const MAX_RECORDS = 500;
const MAX_CHARACTERS = 2_000_000;

/** Records in batches of at most 500, or fewer long ones; never an empty batch. */
export async function* recordBatches(records: AsyncIterable<FileRecord>): AsyncGenerator<FileRecord[]> {
  let batch: FileRecord[] = [];
  let characters = 0;
  for await (const record of records) {
    batch.push(record);
    characters += charactersOf(record);
    if (batch.length < MAX_RECORDS && characters < MAX_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

function charactersOf(record: FileRecord): number {
  if ('problem' in record) return 0;
  return record.draft.sections.reduce((sum, { content }) => sum + content.length, 0);
}

/** The records, where one repeats another of its file its problem, and a problem where there is none. Notes items in `seen`. */
export async function* checkedRecords(
  records: AsyncIterable<FileRecord>,
  seen: Set<string>,
): AsyncGenerator<FileRecord> {
  let isEmpty = true;
  for await (const record of records) {
    isEmpty = false;
    yield 'draft' in record && seen.has(record.draft.item) ? repeated(record) : record;
    if ('draft' in record) seen.add(record.draft.item);
  }
  if (isEmpty) yield { line: 1, readBytes: 0, problem: 'holds nothing to import' };
}

const repeated = ({ line, readBytes }: FileRecord): FileRecord => ({
  line,
  readBytes,
  problem: 'repeats the question or title of an earlier line',
});
