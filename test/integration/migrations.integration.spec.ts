import type { DataSource } from 'typeorm';
import { loadSettings } from '../../src/config/settings.js';
import { CannotMigrateError } from '../../src/database/migrate.errors.js';
import { migrate } from '../../src/database/migrate.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { dumpSchema } from '../support/turn-lab-schema.js';
import { openDataSource } from '../support/turn-lab.js';

describe('the migrations', () => {
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

  /** Undoes one migration after the other; gives the schema before each step. */
  async function undoAll(): Promise<string[][]> {
    const schemas: string[][] = [];
    for (let left = dataSource.migrations.length; left > 0; left--) {
      schemas.push(await dumpSchema(dataSource));
      await dataSource.undoLastMigration();
    }
    return schemas;
  }

  it('leave the same schema after up, down and up', async () => {
    const [before] = await undoAll();

    await dataSource.runMigrations();

    expect(before?.length).toBeGreaterThan(50);
    expect(await dumpSchema(dataSource)).toEqual(before);
  });

  it('take down everything that they made', async () => {
    await undoAll();

    const left = await dumpSchema(dataSource);

    expect(left.filter((object) => !/migrations|extension plpgsql/.test(object))).toEqual([]);
  });

  it('each undo exactly themselves', async () => {
    const schemas = (await undoAll()).reverse();

    for (const [index, migration] of dataSource.migrations.entries()) {
      const runner = dataSource.createQueryRunner();
      await migration.up(runner);
      await runner.release();
      expect(await dumpSchema(dataSource)).toEqual(schemas[index]);
    }
  });

  it('keep what is stored when there is nothing to do', async () => {
    await dataSource.query(
      `INSERT INTO conversations (id, platform, device_id) VALUES (gen_random_uuid(), 'web', 'd')`,
    );

    await migrate(loadSettings({ DATABASE_URL: database.url }).database);

    expect(await dataSource.query('SELECT count(*)::int AS count FROM conversations')).toEqual([
      { count: 1 },
    ]);
  });

  it('begin again when the server ends their connection on the way', async () => {
    await undoAll();
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('LOCK TABLE migrations');
    const migrated = migrate(loadSettings({ DATABASE_URL: database.url }).database);

    await eventually(async () => {
      const ended: unknown[] = await dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return ended.length > 0 ? ended : null;
    });
    await holder.rollbackTransaction();
    await holder.release();

    expect(await migrated).toEqual(dataSource.migrations.map(({ name }) => name));
  });

  it('run once for replicas that start together', async () => {
    const [before] = await undoAll();
    const settings = loadSettings({ DATABASE_URL: database.url }).database;

    await Promise.all([migrate(settings), migrate(settings), migrate(settings)]);

    expect(await dumpSchema(dataSource)).toEqual(before);
    expect(await dataSource.query('SELECT count(*)::int AS count FROM migrations')).toEqual([
      { count: dataSource.migrations.length },
    ]);
  });

  it.each([
    ['has no such database', 'no_such', 'DATABASE_URL: no answer: database "no_such" does not exist'],
    [
      'has such a table already',
      null,
      'The database can\'t be migrated: relation "conversations" already exists',
    ],
  ])('tell in one line of a server that %s, and end', async (_what, name, message) => {
    await dataSource.query('DELETE FROM migrations');
    const url = name === null ? database.url : database.url.replace(/[^/]*$/, name);

    const refused = migrate(loadSettings({ DATABASE_URL: url }).database, 0);

    await expect(refused).rejects.toMatchObject({ name: CannotMigrateError.name, message });
  });
});
