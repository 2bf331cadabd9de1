import { ApiClient, type ConversationBody } from '../support/api.js';
import { runProgram } from '../support/built-program.js';
import { type ServerProcess, startWithNpm } from '../support/server-process.js';
import { isServerRunning, makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const TEST_MS = 120_000;
const QUESTION = 'How do I run the tests?';

describe('npm start with nothing set', () => {
  let dataDir: string;
  let server: ServerProcess;

  beforeAll(async () => {
    dataDir = makeTemporaryFolder();
    server = await startWithNpm(dataDir);
  }, TEST_MS);

  afterAll(async () => {
    await server.stop();
    await removeDataDir(dataDir);
  }, TEST_MS);

  it(
    'answers a device from what it knows, with memory, history and idempotency',
    async () => {
      const client = new ApiClient(server.url);

      const first = await client.chat(QUESTION, { key: 'first' });
      const again = await client.chat(QUESTION, { key: 'first' });
      const { conversation_id } = first.body;
      const second = await client.chat('Thank you!', { conversation_id });
      const { body } = await client.conversation(conversation_id);

      expect([first.status, again.status, second.status]).toEqual([200, 200, 200]);
      expect(first.body.response).toContain('npm test');
      expect(again.body).toEqual(first.body);
      expect(body.messages.map(({ content }) => content)).toEqual([
        QUESTION,
        first.body.response,
        'Thank you!',
        second.body.response,
      ]);
    },
    TEST_MS,
  );

  it(
    'takes the tokens that npm run token makes',
    async () => {
      const { stdout } = await runProgram(['dist/src/auth/token.command.js', 'ada'], {
        PARLEY_DATA_DIR: dataDir,
      });
      const headers = { Authorization: `Bearer ${stdout.trim()}` };
      const client = new ApiClient(server.url);

      const stranger = await client.call('/api/ada/chat', { json: { message: QUESTION } });
      const own = await client.call('/api/ada/chat', { json: { message: QUESTION }, headers });

      expect([stranger.status, own.status]).toEqual([401, 200]);
    },
    TEST_MS,
  );

  it.each(['/', '/docs', '/health', '/health/live', '/health/ready'])('serves %s', async (path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });

  it(
    'ends with 0 at a signal, leaves no database running, and has kept everything at the next start',
    async () => {
      const before = new ApiClient(server.url);
      const { body } = await before.chat(QUESTION);
      const exit = await server.stop();
      const wasRunning = isServerRunning(dataDir);

      server = await startWithNpm(dataDir);
      const after = new ApiClient(server.url, before.deviceId);
      const kept = await after.asDevice<ConversationBody>(`/conversations/${body.conversation_id}`);

      expect([exit, wasRunning]).toEqual([{ code: 0, signal: null }, false]);
      expect(kept.body.messages.map(({ content }) => content)).toEqual([QUESTION, body.response]);
    },
    TEST_MS,
  );
});
