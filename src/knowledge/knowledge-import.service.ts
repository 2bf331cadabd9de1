import { Injectable } from '@nestjs/common';
import { type FileRecord, type KnowledgeFile, readerOf } from './knowledge-file.js';
import { KnowledgeRepository } from './knowledge.repository.js';
import { KnowledgeService } from './knowledge.service.js';
import { checkedRecords, recordBatches } from './record-batches.js';

/** Documents that are looked at, or removed, at once. */
const PAGE = 1000;

/** Who watches an import, and may end it. */
export interface ImportWatch {
  readonly signal: AbortSignal;
  /** What has been read and stored so far. */
  readonly onProgress: (progress: ImportProgress) => void;
  /** A record that can't be imported; the rest is. */
  readonly onProblem: (line: number, problem: string) => void;
}

export interface ImportProgress {
  readonly records: number;
  readonly readBytes: number;
}

/** What has become of a file's records. */
export interface ImportResult {
  /** Documents that are new or have changed. */
  readonly changed: number;
  readonly unchanged: number;
  /** Documents of the source that its file has no more. */
  readonly removed: number;
  readonly problems: number;
}

/** Brings files into the knowledge base, whatever their size, and sources out of it. */
@Injectable()
export class KnowledgeImport {
  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly documents: KnowledgeRepository,
  ) {}

  /**
   * Imports a file, each document as a whole. What is there already is left alone, so that an import that was ended goes on
   * where it was. What the source had besides is removed, unless there were problems or it was ended.
   * @throws BadFileError for a file that is none of ours; what was read before is imported
   */
  async importFile(file: KnowledgeFile, watch: ImportWatch): Promise<ImportResult> {
    const seen = new Set<string>();
    let [changed, problems, records] = [0, 0, 0];
    for await (const batch of recordBatches(checkedRecords(readerOf(file)(file), seen))) {
      if (watch.signal.aborted) break;
      changed += await this.store(batch);
      problems += tellProblems(batch, watch);
      records += batch.length;
      watch.onProgress({ records, readBytes: batch.at(-1)?.readBytes ?? 0 });
    }
    const isWhole = problems === 0 && !watch.signal.aborted;
    const removed = isWhole ? await this.removeOthers(file.source, seen) : 0;
    return { changed, unchanged: records - problems - changed, removed, problems };
  }

  /** Removes everything of a source; gives how many documents it had. */
  async removeSource(source: string): Promise<number> {
    return this.removeOthers(source, new Set());
  }

  private async store(batch: readonly FileRecord[]): Promise<number> {
    return this.knowledge.save(batch.flatMap((record) => ('draft' in record ? [record.draft] : [])));
  }

  private async removeOthers(source: string, kept: ReadonlySet<string>): Promise<number> {
    let removed = 0;
    let after: string | null = null;
    for (;;) {
      const page: { id: string; item: string }[] = await this.documents.findItems(source, {
        after,
        limit: PAGE,
      });
      const others = page.filter(({ item }) => !kept.has(item)).map(({ id }) => id);
      removed += await this.documents.deleteDocuments(others);
      after = page.at(-1)?.item ?? null;
      if (after === null) return removed;
    }
  }
}

function tellProblems(batch: readonly FileRecord[], { onProblem }: ImportWatch): number {
  const bad = batch.filter((record) => 'problem' in record);
  for (const { line, problem } of bad) onProblem(line, problem);
  return bad.length;
}
