import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { ImportDisplay } from '../../src/knowledge/import-display.js';
import { importFiles } from '../../src/knowledge/import-files.js';
import { KnowledgeImport } from '../../src/knowledge/knowledge-import.service.js';
import { KnowledgeRepository } from '../../src/knowledge/knowledge.repository.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { cloneDatabase, type TestDatabase } from './database.js';

const PROGRESS = /^\d+ % /;

/** An exit code, and what was said without its progress and the folder's name. */
export interface ImportOutcome {
  readonly code: number;
  readonly lines: readonly string[];
}

/** An empty knowledge base and a folder of files to import. */
export class KnowledgeDesk {
  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly folder: string,
  ) {}

  readonly documents = new KnowledgeRepository(new DatabaseClient(this.dataSource), this.dataSource);
  readonly knowledge = new KnowledgeService(this.documents);
  readonly importer = new KnowledgeImport(this.knowledge, this.documents);

  static async open(): Promise<KnowledgeDesk> {
    const database = await cloneDatabase();
    const options = dataSourceOptions({ url: database.url, poolSize: 8 });
    const folder = mkdtempSync(join(tmpdir(), 'parley-knowledge-'));
    return new KnowledgeDesk(database, await new DataSource(options).initialize(), folder);
  }

  get url(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.dataSource.destroy();
    await this.database.drop();
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await this.dataSource.query('DELETE FROM knowledge_documents');
  }

  /** The name by which a file of the folder is known. */
  sourceOf(name: string): string {
    return relative(process.cwd(), join(this.folder, name));
  }

  /** Writes a file and imports it. */
  async importText(name: string, text: string | Buffer): Promise<ImportOutcome> {
    this.write(name, text);
    return this.importFiles([name]);
  }

  write(name: string, text: string | Buffer): void {
    writeFileSync(join(this.folder, name), text);
  }

  async importFiles(names: readonly string[], signal = new AbortController().signal): Promise<ImportOutcome> {
    const { importer, folder } = this;
    let said = '';
    const display = new ImportDisplay({ write: (line) => (said += line) });
    const code = await importFiles(names, { importer, display, signal, folder });
    const lines = said.replaceAll(`${this.sourceOf('')}/`, '').replaceAll(`${folder}/`, '');
    return {
      code,
      lines: lines
        .trimEnd()
        .split('\n')
        .filter((line) => !PROGRESS.test(line)),
    };
  }

  /** The titles of what a question finds, best first. */
  async titles(question: string, limit = 4): Promise<string[]> {
    return (await this.knowledge.search(question, { limit })).map(({ title }) => title);
  }

  async count(table: 'knowledge_documents' | 'knowledge_chunks'): Promise<number> {
    const [row]: [{ count: string }] = await this.dataSource.query(`SELECT count(*) FROM ${table}`);
    return Number(row.count);
  }
}

/** Lines of a JSONL file: questions about topics, each with its own answer. */
export function questions(from: number, to: number, answer = 'Answer'): string {
  return Array.from({ length: to - from }, (_, index) => from + index)
    .map((topic) => JSON.stringify({ question: `What about topic${topic}?`, answer: `${answer} ${topic}.` }))
    .join('\n');
}
