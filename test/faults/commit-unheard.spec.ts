import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { checkHistory } from '../support/history-checker.js';
import { Operation, prefixAnswer, type SharedConversation } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const CONNECTIONS = 6;

describe('a connection that breaks after PostgreSQL has committed, before it could say so', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let scene: Scene;

  beforeEach(async () => {
    database = await cloneDatabase();
    proxy = await TcpProxy.start(database.url);
    // Nobody takes anything over: what is answered is answered by who accepted it.
    const env = { LOCK_TTL_MS: '300000' };
    scene = await Scene.set({ count: 1, databaseUrl: database.url, viaUrl: proxy.url, env });
  });

  afterEach(async () => {
    await scene.clear();
    await proxy.close();
    await database.drop();
  });

  async function ask(operation: Operation, body: Record<string, unknown> = {}): Promise<number> {
    const { conversation, text } = operation;
    const request = { conversation_id: conversation.id, ...body };
    const reply = await scene.clientOf(conversation).chat(text, request);
    if (reply.status === 200) operation.answeredWith(reply.body);
    return reply.status;
  }

  /** Has the server open more connections than it uses at once: to open one through a muffled wire takes for ever. */
  async function fillPool(conversation: SharedConversation): Promise<void> {
    const client = scene.clientOf(conversation);
    const ask = (): Promise<unknown> => client.asDevice('/conversations');
    await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  }

  /** Waits, past the proxy, for as many turns in that state, and breaks every connection through it. */
  async function breakAfter(state: 'accepted' | 'answered'): Promise<void> {
    await until(
      async () => (await scene.store.query('SELECT FROM turns WHERE state = $1', [state])).length > 0,
    );
    proxy.cut();
    proxy.resume();
  }

  it.each([
    ['', {}],
    [', and takes it for no other that keeps the conversation busy', { on_busy: 'reject' }],
  ])('stores a message once, and answers it%s', async (_what, body) => {
    const conversation = await scene.conversation();
    const operation = new Operation(conversation, 'Did you get this?');
    await fillPool(conversation);

    proxy.muffle();
    const asked = ask(operation, body);
    await breakAfter('accepted');

    expect(await asked).toBe(200);
    expect(checkHistory([operation], await scene.settled())).toEqual([]);
    expect(scene.agent.requests).toHaveLength(1);
  });

  it('stores an answer once, gives it to the caller, and goes on with the line under the same lease', async () => {
    const conversation = await scene.conversation();
    const operations = ['What is the answer?', 'And what was the question?'].map(
      (text) => new Operation(conversation, text),
    );
    const gate = Promise.withResolvers<void>();
    scene.agent.mode = {
      kind: 'made',
      make: ({ shown }) => gate.promise.then(() => prefixAnswer(shown)),
    };
    const asked = operations.map(async (operation, index) => {
      await until(async () => (await scene.store.read()).turns === index);
      return ask(operation);
    });
    await until(async () => (await scene.store.read()).turns === operations.length);
    await scene.agent.arrival(1);
    await fillPool(conversation);

    proxy.muffle();
    gate.resolve();
    await breakAfter('answered');

    expect(await Promise.all(asked)).toEqual([200, 200]);
    expect(checkHistory(operations, await scene.settled())).toEqual([]);
    expect(await scene.store.query('SELECT run_epoch::int AS epoch FROM turns')).toEqual([
      { epoch: 1 },
      { epoch: 1 },
    ]);
    expect(scene.agent.requests).toHaveLength(operations.length);
  });
});
