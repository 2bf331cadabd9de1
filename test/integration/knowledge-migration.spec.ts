import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { loadSettings } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { migrate } from '../../src/database/migrate.js';
import { KnowledgeRepository } from '../../src/knowledge/knowledge.repository.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { openDataSource } from '../support/turn-lab.js';

const EXTENSIONS = `SELECT extname FROM pg_extension WHERE extname = 'pg_trgm'`;

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await cloneDatabase();
  dataSource = await openDataSource(database.url);
});
afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Undoes every migration from the newest to that one. */
async function undoTo(name: string): Promise<void> {
  const names = dataSource.migrations.map((migration) => migration.name ?? '');
  const count = names.length - names.findIndex((one) => one.startsWith(name));
  for (let undone = 0; undone < count; undone += 1) await dataSource.undoLastMigration();
}

const nameOf = ({ url }: TestDatabase): string => new URL(url).pathname.slice(1);

/** How many passages are found for a word and for a misspelt one, by that role's own hand. */
async function searchAs(url: string): Promise<number[]> {
  const limited = await openDataSource(url);
  const knowledge = new KnowledgeService(new KnowledgeRepository(new DatabaseClient(limited), limited));
  await knowledge.importMarkdown([{ source: 'zoo', markdown: '# Zoo\n\n## Quokkas\nThey smile.' }]);
  const right = await knowledge.search('quokkas?', { limit: 1 });
  const wrong = await knowledge.search('quokkkas?', { limit: 1 });
  await limited.destroy();
  return [right.length, wrong.length];
}

/** A role that may make tables, and what is more, and the address of the database for it. */
async function limitedRole(right: string): Promise<{ role: string; url: string }> {
  const role = `parley_test_${randomBytes(6).toString('hex')}`;
  await dataSource.query(`CREATE ROLE ${role} LOGIN PASSWORD 'limited'`);
  await dataSource.query(`GRANT ALL ON SCHEMA public TO ${role}`);
  await dataSource.query(`GRANT ALL ON ${right} TO ${role}`);
  const url = Object.assign(new URL(database.url), { username: role, password: 'limited' }).href;
  return { role, url };
}

describe('the migration of the knowledge base', () => {
  it.each([
    ['goes without pg_trgm where a role may not make it', 'SCHEMA public', [], [1, 0]],
    ['makes pg_trgm where a role may', 'DATABASE', [{ extname: 'pg_trgm' }], [1, 1]],
  ])('%s', async (_what, right, made, counts) => {
    await undoTo('CreateConversations');
    await dataSource.query('DROP TABLE migrations');
    const { role, url } = await limitedRole(right === 'DATABASE' ? `DATABASE ${nameOf(database)}` : right);

    await migrate(loadSettings({ DATABASE_URL: url }).database);
    const found = await searchAs(url);
    const extensions: unknown[] = await dataSource.query(EXTENSIONS);
    await dataSource.query(`DROP OWNED BY ${role} CASCADE`);
    await dataSource.query(`DROP ROLE ${role}`);

    expect(extensions).toEqual(made);
    expect(found).toEqual(counts);
  });

  it('leaves a pg_trgm alone that was there before', async () => {
    await undoTo('ExtendKnowledge');
    await dataSource.query('CREATE EXTENSION pg_trgm');

    await dataSource.runMigrations();
    await undoTo('ExtendKnowledge');

    expect(await dataSource.query(EXTENSIONS)).toEqual([{ extname: 'pg_trgm' }]);
  });

  it('counts the words of what was there before, and keeps what the release before can hold', async () => {
    await undoTo('ExtendKnowledge');
    await dataSource.query(`
      INSERT INTO knowledge_documents (id, source, title, content_hash)
      VALUES ('01936f6e-7c1a-7000-8000-000000000001', 'zoo', 'Zoo', repeat('0', 64))`);
    await dataSource.query(`
      INSERT INTO knowledge_chunks (id, document_id, position, heading, content)
      VALUES (gen_random_uuid(), '01936f6e-7c1a-7000-8000-000000000001', 0, 'Quokkas', 'They smile.')`);

    await dataSource.runMigrations();
    const words: unknown[] = await dataSource.query('SELECT * FROM knowledge_words ORDER BY word');
    await undoTo('ExtendKnowledge');

    expect(words).toEqual([
      { language: 'english', word: 'quokka', chunk_count: 1 },
      { language: 'english', word: 'smile', chunk_count: 1 },
    ]);
    expect(await dataSource.query('SELECT heading FROM knowledge_chunks')).toEqual([{ heading: 'Quokkas' }]);
  });
});
