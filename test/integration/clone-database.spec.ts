import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

async function tablesOf({ url }: TestDatabase): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

describe(cloneDatabase.name, () => {
  it('gives every caller a migrated database of its own', async () => {
    const databases = await Promise.all([cloneDatabase(), cloneDatabase()]);

    const tables = await Promise.all(databases.map(tablesOf));
    await Promise.all(databases.map((database) => database.drop()));

    expect(databases[0].url).not.toBe(databases[1].url);
    expect(tables[0]).toEqual(expect.arrayContaining(['conversations', 'messages', 'turns']));
    expect(tables[1]).toEqual(tables[0]);
  });
});
