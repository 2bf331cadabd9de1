import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { types } from 'node:util';
import type { ImportDisplay } from './import-display.js';
import { BadFileError } from './knowledge-file.errors.js';
import { type KnowledgeFile, readerOf } from './knowledge-file.js';
import type { ImportResult, KnowledgeImport } from './knowledge-import.service.js';

/** Of an import that was ended by a signal; shells say so of Ctrl+C. */
const INTERRUPTED = 130;

export interface FileImport {
  readonly importer: KnowledgeImport;
  readonly display: ImportDisplay;
  readonly signal: AbortSignal;
  /** Where the names of files start from. */
  readonly folder: string;
}

/**
 * Imports files one after the other, whatever becomes of the one before, and tells of each. Its source is its path from the
 * folder where the process runs. Gives the exit code: 0 when everything was imported, 1 when something was not, 130 when it
 * was ended.
 */
export async function importFiles(names: readonly string[], to: FileImport): Promise<number> {
  let code = 0;
  for (const name of names) {
    const path = resolve(to.folder, name);
    const file = { path, source: relative(process.cwd(), path).replaceAll(sep, '/') };
    if (!(await importOne(file, to))) code = 1;
    if (!to.signal.aborted) continue;
    to.display.say('Stopped. Run it again, and it goes on where it was.');
    return INTERRUPTED;
  }
  return code;
}

/** False where something of the file was not imported. */
async function importOne(file: KnowledgeFile, to: FileImport): Promise<boolean> {
  try {
    const result = await importWatched(file, to);
    to.display.say(summaryOf(file.source, result));
    return result.problems === 0;
  } catch (error) {
    if (!isOfTheFile(error)) throw error;
    to.display.say(error instanceof BadFileError ? error.message : `${file.source}: ${error.message}`);
    return false;
  }
}

async function importWatched(
  file: KnowledgeFile,
  { importer, display, signal }: FileImport,
): Promise<ImportResult> {
  readerOf(file);
  const { size: totalBytes } = await stat(file.path);
  return importer.importFile(file, {
    signal,
    onProgress: (progress) => display.show({ ...progress, name: file.source, totalBytes }),
    onProblem: (line, problem) => display.say(`${file.source}:${line}: ${problem}`),
  });
}

function summaryOf(source: string, { changed, unchanged, removed, problems }: ImportResult): string {
  const parts = [`${changed} new or changed`, `${unchanged} unchanged`, `${removed} removed`];
  if (problems > 0) parts.push(`${problems} not imported, so nothing was removed`);
  return `${source}: ${parts.join(', ')}`;
}

/** The system says that it can't be read, or its reader that it is none of ours. */
function isOfTheFile(error: unknown): error is Error {
  if (error instanceof BadFileError) return true;
  return types.isNativeError(error) && 'syscall' in error && 'path' in error;
}
