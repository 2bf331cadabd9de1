import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { dataSourceOptions } from '../../ormconfig.js';
import { MIN_ANSWER_SCORE } from '../../src/agent/knowledge.agent.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { KnowledgeRepository } from '../../src/knowledge/knowledge.repository.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { starterDocuments } from '../../src/knowledge/starter-knowledge.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

/** What newcomers ask, with the section that answers it, and what Parley can't know. */
const questions = z
  .object({ answered: z.record(z.string(), z.string()), unanswered: z.array(z.string()) })
  .parse(JSON.parse(readFileSync('test/fixtures/newcomer-questions.json', 'utf8')));

let database: TestDatabase;
let source: DataSource;
let knowledge: KnowledgeService;

beforeAll(async () => {
  database = await cloneDatabase();
  source = await new DataSource(dataSourceOptions({ url: database.url, poolSize: 8 })).initialize();
  knowledge = new KnowledgeService(new KnowledgeRepository(new DatabaseClient(source), source));
  await knowledge.importMarkdown(await starterDocuments());
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

async function titles(question: string): Promise<string[]> {
  return (await knowledge.search(question, { limit: 4 })).map(({ title }) => title);
}

async function count(sql: string): Promise<number> {
  const [row]: [{ count: string }] = await source.query(sql);
  return Number(row.count);
}

/** Connections of this database that wait for a lock of another. */
const WAITING = `SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describe('the starter knowledge', () => {
  it.each(Object.entries(questions.answered))('answers "%s" first with "%s"', async (question, title) => {
    const [best] = await knowledge.search(question, { limit: 4 });

    expect(best?.title).toBe(title);
    expect(best?.score).toBeGreaterThanOrEqual(MIN_ANSWER_SCORE);
  });

  it.each(questions.unanswered)('has no good answer to "%s"', async (question) => {
    const passages = await knowledge.search(question, { limit: 4 });

    expect(passages.filter(({ score }) => score >= MIN_ANSWER_SCORE)).toEqual([]);
  });

  it('is imported once, however often and by however many replicas at once', async () => {
    const chunks = await count('SELECT count(*) FROM knowledge_chunks');
    const documents = await starterDocuments();

    await Promise.all([1, 2, 3, 4].map(() => knowledge.importMarkdown(documents)));

    expect(chunks).toBeGreaterThan(40);
    await expect(count('SELECT count(*) FROM knowledge_chunks')).resolves.toBe(chunks);
    await expect(count('SELECT count(*) FROM knowledge_documents')).resolves.toBe(documents.length);
  });
});

describe(KnowledgeService.name, () => {
  async function importAlone(name: string, markdown: string): Promise<void> {
    await knowledge.importMarkdown([{ source: name, markdown }]);
  }

  afterEach(() => source.query(`DELETE FROM knowledge_documents WHERE source LIKE 'test/%'`));

  it.each([
    ['nothing', ''],
    ['stop words only', 'what is the of and'],
    ['fillers only', 'please tell me'],
    ['punctuation', `'"\\ :*&|!()<-> ?!`],
    ['operators of the query language', `' | !!foo & (bar <-> :* "`],
    ['a NUL byte', '\u0000\u0000'],
    ['a NUL byte among words', 'sta\u0000rt'],
    ['an unpaired surrogate', 'zebra\ud800'],
    ['SQL', `'; DROP TABLE knowledge_chunks; --`],
    ['emoji', '🙂🙂🙂'],
    ['10,000 letters', 'z'.repeat(10_000)],
    ['5,000 words', 'zebra '.repeat(5000)],
    ['2,000 different words', Array.from({ length: 2000 }, (_, index) => `w${index}`).join(' ')],
  ])('takes %s for a question without an answer', async (_name, question) => {
    await expect(knowledge.search(question, { limit: 4 })).resolves.toEqual([]);
  });

  it('gives scores from 0 to 1, best first, at most as many as asked for', async () => {
    const passages = await knowledge.search('conversation messages device user rate limit', { limit: 3 });

    const scores = passages.map(({ score }) => score);
    expect(scores.length).toBeLessThanOrEqual(3);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it('finds a document under its heading and gives the whole passage and a snippet', async () => {
    await importAlone(
      'test/zoo.md',
      `# Zoo\n\n## Where do zebras sleep?\n${'Zebras sleep standing. '.repeat(30)}`,
    );

    const [best] = await knowledge.search('where do the zebras sleep', { limit: 1 });

    expect(best).toMatchObject({ title: 'Where do zebras sleep?', url: null, score: 1 });
    expect(best?.content).toHaveLength('Zebras sleep standing. '.length * 30 - 1);
    expect(best?.snippet).toMatch(/^Zebras sleep standing\. .{100,190}…$/);
  });

  it('replaces a document whose text has changed', async () => {
    await importAlone('test/zoo.md', '# Zoo\n\n## Zebras\nThey are striped.');

    await importAlone('test/zoo.md', '# Zoo\n\n## Giraffes\nThey are tall.');

    await expect(titles('zebras')).resolves.toEqual([]);
    await expect(titles('giraffes')).resolves.toEqual(['Giraffes']);
  });

  it('keeps only the last of two versions that are imported at once', async () => {
    const other = source.createQueryRunner();
    await other.startTransaction();
    const [document]: { id: string }[] = await other.query(
      `INSERT INTO knowledge_documents (id, source, title, content_hash)
       VALUES (gen_random_uuid(), 'test/zoo.md', 'Zoo', repeat('0', 64)) RETURNING id`,
    );
    await other.query(
      `INSERT INTO knowledge_chunks (id, document_id, position, heading, content)
       VALUES (gen_random_uuid(), $1, 0, 'Zebras', 'They are striped.')`,
      [document?.id],
    );
    const imported = importAlone('test/zoo.md', '# Zoo\n\n## Giraffes\nThey are tall.');
    while ((await count(WAITING)) === 0);
    await other.commitTransaction();
    await other.release();
    await imported;

    await expect(titles('zebras')).resolves.toEqual([]);
    await expect(titles('giraffes')).resolves.toEqual(['Giraffes']);
  });

  it('forgets the chunks of a deleted document', async () => {
    await importAlone('test/zoo.md', '# Zoo\n\n## Zebras\nThey are striped.');

    await source.query(`DELETE FROM knowledge_documents WHERE source = 'test/zoo.md'`);

    await expect(count(`SELECT count(*) FROM knowledge_chunks WHERE heading = 'Zebras'`)).resolves.toBe(0);
  });

  it('prefers the passage that has the word in its heading', async () => {
    await importAlone(
      'test/zoo.md',
      '# Zoo\n\n## Zebras\nThey are striped.\n\n## Horses\nThey resemble zebras.',
    );

    await expect(titles('zebras')).resolves.toEqual(['Zebras', 'Horses']);
  });
});
