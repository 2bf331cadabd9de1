import { join, relative } from 'node:path';
import { runProgram } from '../support/built-program.js';
import { KnowledgeDesk, questions } from '../support/knowledge-desk.js';
import { isServerRunning, makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const TEST_MS = 120_000;
const RECORDS = 6000;

let desk: KnowledgeDesk;
let file: string;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
  desk.write('faq.jsonl', questions(0, RECORDS));
  file = join(desk.folder, 'faq.jsonl');
});
afterAll(() => desk.close());

const knowledge = (words: string[], ending?: NodeJS.Signals) =>
  runProgram(
    ['dist/src/knowledge/knowledge.command.js', ...words],
    { DATABASE_URL: desk.url },
    ending && { after: /records/, signal: ending },
  );

describe('npm run knowledge', () => {
  it(
    'imports a file that it was kept from twice, each answer once, and forgets it again',
    async () => {
      const source = relative(process.cwd(), file);

      const stopped = await knowledge(['import', file], 'SIGINT');
      const afterStop = await desk.count('knowledge_documents');
      const killed = await knowledge(['import', file], 'SIGKILL');
      const afterKill = await desk.count('knowledge_documents');
      const whole = await knowledge(['import', file]);
      const documents = await desk.count('knowledge_documents');
      const list = await knowledge(['list']);
      const search = await knowledge(['search', 'topic4711?']);
      const removed = await knowledge(['remove', source]);

      expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringContaining('Run it again')]);
      expect([killed.code, killed.signal]).toEqual([null, 'SIGKILL']);
      expect(afterStop).toBeGreaterThan(0);
      expect(afterKill).toBeGreaterThanOrEqual(afterStop);
      expect(afterKill).toBeLessThan(RECORDS);
      expect([whole.code, whole.stderr]).toEqual([
        0,
        expect.stringContaining(
          `${source}: ${RECORDS - afterKill} new or changed, ${afterKill} unchanged, 0 removed`,
        ),
      ]);
      expect(documents).toBe(RECORDS);
      expect(list.stdout).toContain(`${source}  ${RECORDS} documents, ${RECORDS} passages`);
      expect(search.stdout).toContain('What about topic4711?');
      expect(search.stdout).toContain('Answer 4711.');
      expect([removed.code, removed.stdout]).toEqual([0, `${source}: ${RECORDS} removed\n`]);
      expect(await desk.count('knowledge_chunks')).toBe(0);
    },
    TEST_MS,
  );

  it(
    'says by its exit code that nothing was found, imported, or understood',
    async () => {
      const outcomes = [
        await knowledge(['search', 'zebras?']),
        await knowledge(['remove', 'nothing']),
        await knowledge(['import', 'nothing.csv']),
        await knowledge(['import']),
        await knowledge(['forget', 'everything']),
      ];

      expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 1, 2, 2]);
      expect(outcomes.at(-1)?.stderr).toContain('npm run knowledge -- import FILE...');
    },
    TEST_MS,
  );

  it(
    'takes the embedded database where no other is named, migrates it, and leaves none running',
    async () => {
      const dataDir = makeTemporaryFolder();
      desk.write('zoo.md', '# Zoo\n\n## Quokkas\nThey smile.');
      const run = (words: string[]) =>
        runProgram(['dist/src/knowledge/knowledge.command.js', ...words], { PARLEY_DATA_DIR: dataDir });

      const imported = await run(['import', join(desk.folder, 'zoo.md')]);
      const found = await run(['search', 'quokkas']);
      const isRunning = isServerRunning(dataDir);
      await removeDataDir(dataDir);

      expect([imported.code, found.code, isRunning]).toEqual([0, 0, false]);
      expect(found.stdout).toContain('They smile.');
    },
    TEST_MS,
  );
});
