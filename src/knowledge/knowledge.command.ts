import type { DataSource } from 'typeorm';
import { BadSettingsError, loadSettings, type Settings } from '../config/settings.js';
import { withDatabase } from '../database/command-database.js';
import { isDatabaseUnavailable } from '../database/database-failure.js';
import { DatabaseClient } from '../database/database.client.js';
import { EmbeddedPostgresError } from '../database/embedded-postgres.errors.js';
import { CannotMigrateError } from '../database/migrate.errors.js';
import { ImportDisplay } from './import-display.js';
import { importFiles } from './import-files.js';
import { KnowledgeImport } from './knowledge-import.service.js';
import { KnowledgeRepository } from './knowledge.repository.js';
import { KnowledgeService } from './knowledge.service.js';

const USAGE = `What shall become of the knowledge base?
  npm run knowledge -- import FILE...     takes in Markdown (.md), CSV (question,answer[,title,url]) and JSONL
  npm run knowledge -- list               shows every source
  npm run knowledge -- remove SOURCE      forgets a source
  npm run knowledge -- search WORDS       shows what is found`;
const WRONG_USE = 2;
const MAX_FOUND = 10;

const signals = new AbortController();
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Gives the exit code: see `importFiles`; of the others 1 where there was nothing to be found. */
type Verb = (words: readonly string[], knowledge: Knowledge) => Promise<number>;

class Knowledge {
  readonly documents: KnowledgeRepository;
  readonly service: KnowledgeService;
  readonly importer: KnowledgeImport;

  constructor(dataSource: DataSource, settings: Settings) {
    this.documents = new KnowledgeRepository(new DatabaseClient(dataSource), dataSource);
    this.service = new KnowledgeService(this.documents, settings);
    this.importer = new KnowledgeImport(this.service, this.documents);
  }
}

const importAll: Verb = (names, { importer }) =>
  importFiles(names, {
    importer,
    display: new ImportDisplay(process.stderr),
    signal: signals.signal,
    // npm changes to the project's folder, and says here where it was called.
    folder: process.env['INIT_CWD'] ?? process.cwd(),
  });

const list: Verb = async (_words, { documents }) => {
  for (const { source, documents: count, chunks, updatedAt } of await documents.findSources())
    say(`${source}  ${count} documents, ${chunks} passages, changed ${updatedAt.toISOString()}`);
  return 0;
};

const remove: Verb = async (sources, { importer }) => {
  let code = 0;
  for (const source of sources) {
    const removed = await importer.removeSource(source);
    say(`${source}: ${removed} removed`);
    if (removed === 0) code = 1;
  }
  return code;
};

const search: Verb = async (words, { service }) => {
  const found = await service.search(words.join(' '), { limit: MAX_FOUND });
  for (const { score, title, url, snippet, source } of found)
    say(`${score.toFixed(3)}  ${title}  (${url ?? source})\n       ${snippet}`);
  return found.length > 0 ? 0 : 1;
};

const VERBS: ReadonlyMap<string, Verb> = new Map(Object.entries({ import: importAll, list, remove, search }));

async function run([name = '', ...words]: readonly string[]): Promise<number> {
  const verb = VERBS.get(name);
  if (!verb || words.length > 0 === (verb === list)) {
    process.stderr.write(`${USAGE}\n`);
    return WRONG_USE;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => signals.abort());
  const settings = loadSettings(process.env);
  return withDatabase(settings, (dataSource) => verb(words, new Knowledge(dataSource, settings)));
}

/** What a person can put right, in words for a person; null for a bug. */
function complaintOf(error: unknown): string | null {
  const isForThePerson = [BadSettingsError, EmbeddedPostgresError, CannotMigrateError].some(
    (kind) => error instanceof kind,
  );
  if (isForThePerson && error instanceof Error) return error.message;
  return isDatabaseUnavailable(error) || (error instanceof Error && isDatabaseUnavailable(error.cause))
    ? 'The database went away. Run it again, and it goes on where it was.'
    : null;
}

run(process.argv.slice(2))
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    const complaint = complaintOf(error);
    if (complaint === null) throw error;
    process.stderr.write(`${complaint}\n`);
    process.exitCode = 1;
  });
