import { runProgram } from '../support/built-program.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

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
});
