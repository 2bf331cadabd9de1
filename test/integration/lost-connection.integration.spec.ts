import type { DataSource, EntityManager } from 'typeorm';
import { isDatabaseUnavailable } from '../../src/database/database-failure.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/stored-rows.js';
import { openDataSource } from '../support/turn-lab.js';

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

describe('a transaction that loses its connection', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await cloneDatabase();
    dataSource = await openDataSource(database.url, 1);
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** What a transaction comes to whose connection ends before its last step. */
  const lostBefore = (lastStep: (manager: EntityManager) => Promise<unknown>): Promise<unknown> =>
    dataSource
      .transaction(async (manager) => {
        await runSql(database.url, TERMINATE);
        await eventually(() => Promise.resolve(manager.queryRunner?.isReleased ? true : null));
        await lastStep(manager);
      })
      .catch((error: unknown) => error);

  it.each<[string, (manager: EntityManager) => Promise<unknown>]>([
    ['a statement', (manager) => manager.query('SELECT 1')],
    ['the commit', () => Promise.resolve()],
  ])('before %s fails as an unavailable database does', async (_what, lastStep) => {
    expect(isDatabaseUnavailable(await lostBefore(lastStep))).toBe(true);
  });

  it('leaves none of it in the pool', async () => {
    await lostBefore((manager) => manager.query('SELECT 1'));

    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
