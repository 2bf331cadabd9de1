import { askStandIn } from '../support/agent-env.js';
import { shown } from '../support/agent-app.js';
import { type Answer, ApiClient, type ChatBody, type ErrorBody } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { contentsOf, regenerate } from '../support/regeneration.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

let agent: OpenAiStandIn;
let database: TestDatabase;
let server: ServerProcess;
let client: ApiClient;

const start = (env: Record<string, string> = {}): Promise<ServerProcess> =>
  startServer({
    databaseUrl: database.url,
    env: { ...askStandIn(agent), LOCK_TTL_MS: '1500', AGENT_TIMEOUT_MS: '20000', ...env },
  });

beforeEach(async () => {
  agent = await OpenAiStandIn.start();
  database = await cloneDatabase();
});
afterEach(async () => {
  await server.stop('SIGKILL');
  await database.drop();
  await agent.close();
});

const again = (messageId: string): Promise<Answer<ErrorBody & ChatBody>> => regenerate(client, messageId);

/** A server, a conversation of one turn, and a regeneration of its answer that waits for the agent. */
async function midway(env: Record<string, string> = {}) {
  server = await start(env);
  client = new ApiClient(server.url);
  const { body: chat } = await client.chat('Hello');
  agent.script({ kind: 'slow' });
  const ended = again(chat.assistant_message_id);
  ended.catch(() => undefined);
  return { chat, ended, asked: await agent.arrival(2) };
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`${server.url}/health/ready`).catch(() => null);
  return answer?.status === 200;
}

async function killAndStartAgain(): Promise<void> {
  await server.stop('SIGKILL');
  server = await start();
  client = new ApiClient(server.url, client.deviceId);
}

describe('a regeneration', () => {
  it('that dies with its process leaves the old answer, and a line that goes on at once', async () => {
    const { chat, ended } = await midway();
    await killAndStartAgain();

    const next = await client.chat('Next', { conversation_id: chat.conversation_id, on_busy: 'reject' });

    await expect(ended).rejects.toThrow();
    expect(next.status).toBe(200);
    expect(agent.requests.map(shown).at(-1)).toEqual(['Hello', 'Echo: Hello', 'Next']);
    expect(await contentsOf(client, chat.conversation_id)).toEqual([
      'Hello',
      'Echo: Hello',
      'Next',
      'Echo: Next',
    ]);
    expect((await again(next.body.assistant_message_id)).status).toBe(200);
  });

  it('that died with its process may be asked for again once its claim is over', async () => {
    const { chat } = await midway();
    await killAndStartAgain();
    agent.script({ kind: 'text', text: 'Again' });

    const answer = await eventually(async () => {
      const { status, body } = await again(chat.assistant_message_id);
      return status === 409 ? null : { status, body };
    });

    expect([answer.status, answer.body.response]).toEqual([200, 'Again']);
    expect(await contentsOf(client, chat.conversation_id)).toEqual(['Hello', 'Again']);
  });

  it('is waited for by a process that stops', async () => {
    const { chat, ended } = await midway();
    server.signal('SIGTERM');
    await eventually(async () => ((await isReady()) ? null : 'stopping'));

    agent.release();

    const { status, body } = await ended;
    expect([status, body.response]).toEqual([200, 'Echo: Hello']);
    expect((await server.exited).code).toBe(0);
    expect(body.assistant_message_id).toBe(chat.assistant_message_id);
  });

  it('that does not end in time is given up by a process that stops, and the old answer stands', async () => {
    const { chat, ended } = await midway({ SHUTDOWN_GRACE_MS: '0' });

    server.signal('SIGTERM');

    const { status, body } = await ended;
    expect([status, body.error]).toEqual([503, 'unavailable']);
    expect((await server.exited).code).toBe(0);
    await killAndStartAgain();
    expect(await contentsOf(client, chat.conversation_id)).toEqual(['Hello', 'Echo: Hello']);
    expect((await again(chat.assistant_message_id)).status).toBe(200);
  });

  it('is what another process tells the agent from then on, whatever that one remembers', async () => {
    server = await start();
    const other = await start();
    client = new ApiClient(server.url);
    const there = new ApiClient(other.url, client.deviceId);
    const { body: chat } = await client.chat('Hello');
    agent.script({ kind: 'text', text: 'Again' });
    await regenerate(there, chat.assistant_message_id);

    await client.chat('Next', { conversation_id: chat.conversation_id });
    await other.stop('SIGKILL');

    expect(agent.requests.map(shown).at(-1)).toEqual(['Hello', 'Again', 'Next']);
  });
});
