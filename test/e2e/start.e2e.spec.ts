import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { runProgram } from '../support/built-program.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { runSql } from '../support/stored-rows.js';
import { isServerRunning, makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const SERVER = ['dist/src/main.js'];
const TEST_MS = 120_000;

describe('the start', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await cloneDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  it(
    'names all bad settings at once and their limits, never a value, and ends with 1',
    async () => {
      const { code, stdout, stderr } = await runProgram(SERVER, {
        PORT: 'abc',
        JWT_SECRET: 'hunter2',
        DATABASE_URL: 'mysql://root:secret@db/x',
      });

      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.split('\n')).toEqual([
        "Parley can't start, 3 bad setting(s):",
        '  PORT: 0 to 65535',
        '  DATABASE_URL: a URL beginning with postgres:// or postgresql://',
        '  JWT_SECRET: at least 32 bytes',
        '',
      ]);
    },
    TEST_MS,
  );

  it(
    'leaves the TypeORM CLI the same migrations on the database of the environment',
    async () => {
      const { code, stdout } = await runProgram(
        ['node_modules/typeorm/cli.js', 'migration:show', '-d', 'dist/ormconfig.js'],
        { DATABASE_URL: database.url },
      );

      expect(code).toBe(0);
      expect(stdout).toMatch(/\[X\] \d+ CreateConversations\d+\n.*\[X\] \d+ CreateKnowledge\d+\n/);
    },
    TEST_MS,
  );

  describe('with an embedded database', () => {
    let dataDir: string;

    beforeEach(() => {
      dataDir = makeTemporaryFolder();
    });

    afterEach(() => removeDataDir(dataDir));

    it(
      'says in one line that the port is taken, and leaves no database running',
      async () => {
        const other: Server = createServer().listen(0, '127.0.0.1');
        await once(other, 'listening');
        const address = other.address();
        const port = address !== null && typeof address === 'object' ? String(address.port) : '';

        const { code, stdout, stderr } = await runProgram(SERVER, { PARLEY_DATA_DIR: dataDir, PORT: port });
        other.close();

        expect(code).toBe(1);
        expect(stderr).toBe(`PORT: ${port} is taken on 127.0.0.1; free it or set another one\n`);
        expect(stdout).not.toMatch(/EADDRINUSE|    at /);
        expect(isServerRunning(dataDir)).toBe(false);
      },
      TEST_MS,
    );

    it(
      'says in one line why a migration was refused, and leaves no database running',
      async () => {
        const postgres = await startEmbeddedPostgres({ dataDir });
        await runSql(postgres.url, 'CREATE TABLE conversations ()');
        await postgres.stop();

        const { code, stderr } = await runProgram(SERVER, { PARLEY_DATA_DIR: dataDir, PORT: '0' });

        expect(code).toBe(1);
        expect(stderr).toBe('The database can\'t be migrated: relation "conversations" already exists\n');
        expect(isServerRunning(dataDir)).toBe(false);
      },
      TEST_MS,
    );

    it(
      'is given up at a signal, and leaves no database running',
      async () => {
        const { code, stdout, stderr } = await runProgram(
          SERVER,
          { PARLEY_DATA_DIR: dataDir, PORT: '0' },
          { after: /Embedded PostgreSQL started/, signal: 'SIGTERM' },
        );

        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toMatch(/^Embedded PostgreSQL started .+\n/);
        expect(isServerRunning(dataDir)).toBe(false);
      },
      TEST_MS,
    );
  });
});
