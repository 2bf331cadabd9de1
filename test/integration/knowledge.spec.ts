import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { KnowledgeRepository } from '../../src/knowledge/knowledge.repository.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { starterDocuments } from '../../src/knowledge/starter-knowledge.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

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
  it.each([
    ['How do I start Parley?', 'How do I start Parley?'],
    ['how can i launch parley', 'How do I start Parley?'],
    ['Please tell me how to install it', 'How do I start Parley?'],
    ['What is Parley?', 'What is Parley?'],
    ['How do I call it with curl?', 'How do I send a message with curl?'],
    ['what port does it use', 'On which port does Parley listen?'],
    ['Where is my data stored?', 'Where does Parley keep its data?'],
    ['How do I connect Messenger?', 'How do I connect Facebook Messenger?'],
    ['How do I connect an OpenAI model?', 'How do I connect a model?'],
    ['Can I use ollama?', 'How do I connect a model?'],
    ['How do I run it in production?', 'How do I run Parley in production?'],
    ['How do I retry safely with an idempotency key?', 'How do I retry without asking twice?'],
    ['What are the rate limits?', 'What are the rate limits?'],
    ['How do I delete a conversation?', 'How do I delete a conversation?'],
    ['Which health endpoints are there?', 'Which health checks are there?'],
    ['Where are the prometheus metrics?', 'Where are the metrics?'],
    ['Do I need Redis?', 'Do I need Redis?'],
    ['How do I get a JWT token?', 'How do I get a JWT token for development?'],
    ['Which languages are supported?', 'Which languages does Parley speak?'],
    ['What is a device id?', 'What is a device id?'],
    ['How does memory work?', 'How does the memory work?'],
    ['list all error codes', 'Which error codes are there?'],
    ['how do i call parley from javascript in the browser', 'How do I allow calls from a browser?'],
    ['docker compose', 'How do I use Docker?'],
    ['how do I set up the facebook webhook?', 'How do I connect Facebook Messenger?'],
    ['can I scale to several replicas', 'How do I scale to several replicas?'],
    ['what happens if two messages arrive at the same time', 'What happens when two messages come at once?'],
    ['how long can a message be', 'How long may a message be?'],
    [
      'How do I see the history of a conversation',
      'How do I read the messages and the history of a conversation?',
    ],
    ['what is the system prompt setting called', 'Which settings does the agent have?'],
    ['is my personal data logged', 'Does Parley log personal data?'],
    ['how do i rename a conversation', 'How do I rename a conversation?'],
    ['Where does Parley store data?', 'Where does Parley keep its data?'],
    ['how do i stop it', 'How do I stop and restart Parley?'],
    ['what happens after kill -9', 'How do I stop and restart Parley?'],
    ['what does it cost per token', 'How is the cost of an answer reckoned?'],
  ])('answers "%s" first with "%s"', async (question, title) => {
    const [best] = await knowledge.search(question, { limit: 4 });

    expect(best?.title).toBe(title);
    expect(best?.score).toBeGreaterThanOrEqual(0.5);
  });

  it.each([
    'What is the capital of France?',
    'Who won the football world cup?',
    'How do I start a business in Germany?',
    'What is the weather in Berlin tomorrow?',
    'How do I bake bread?',
    'Can you recommend a restaurant?',
    'When was Napoleon born?',
    'How do I delete my Instagram account?',
    'Wie ist das Wetter?',
    'What is the meaning of life?',
    'How tall is Mount Everest?',
    'What time is it in Tokyo?',
    'Write a poem about rain',
    'How many people live in London?',
    'Translate good morning to Spanish',
    'Who is the president of the United States?',
    'How do I rename a file in Windows?',
    'My order number is 12345',
  ])('has no good answer to "%s"', async (question) => {
    const passages = await knowledge.search(question, { limit: 4 });

    expect(passages.filter(({ score }) => score >= 0.5)).toEqual([]);
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
