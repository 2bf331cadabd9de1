import { readdirSync, rmSync } from 'node:fs';
import { cloneDatabase, settingsOf, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { checkHealth, imageCommand, makeImageFolder, runImage } from '../support/image-folder.js';

const TEST_MS = 120_000;

describe('what the image holds', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await cloneDatabase();
    folder = makeImageFolder();
  }, TEST_MS);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  it(
    'answers, is healthy, writes nothing and ends with 0 on SIGTERM',
    async () => {
      const before = readdirSync(folder, { recursive: true }).length;
      const program = runImage(folder, imageCommand, {
        ...settingsOf(database.url),
        HOST: '127.0.0.1',
        PORT: '0',
      });
      const url = await eventually(
        async () => /Parley listens on (http\S+)/.exec(program.output())?.[1] ?? null,
        60_000,
      );
      const port = Number(new URL(url).port);
      const answer = await fetch(`${url}/chat`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ device_id: 'image', message: 'How do I start Parley?' }),
      });
      const page = await fetch(url);

      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ response: expect.stringContaining('npm start') });
      expect(page.status).toBe(200);
      expect(await checkHealth(port)).toBe(0);
      expect(await program.stop()).toEqual({ code: 0, signal: null });
      expect(await checkHealth(port)).toBe(1);
      expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
    },
    TEST_MS,
  );
});
