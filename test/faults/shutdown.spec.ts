import { prefixAnswer } from '../support/history.js';
import type { Replica } from '../support/replicas.js';
import type { Exit } from '../support/server-process.js';
import { newKey, Scene, until } from '../support/replicas-scene.js';

const CALLERS = 8;
const GRACE_MS = 700;
/** Longer than any test: whoever takes a turn over must have been given it. */
const ENDLESS_LEASE = { LOCK_TTL_MS: '300000' };

/** What a new request comes to. */
async function knock(url: string): Promise<number | 'refused'> {
  try {
    return (await fetch(`${url}/chat`, { method: 'POST' })).status;
  } catch {
    return 'refused';
  }
}

/** The process has begun to stop: it is not ready, or it does not listen any more. */
const isStopping = async (url: string): Promise<boolean> => (await readiness(url)) !== 200;

async function readiness(url: string): Promise<number | 'refused'> {
  try {
    return (await fetch(`${url}/health/ready`)).status;
  } catch {
    return 'refused';
  }
}

describe('SIGTERM', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene.clear();
  });

  const first = (): Replica => scene.replicas.named('replica-1');

  it('lets the turns in flight end with their answers, takes none besides, and exits with 0', async () => {
    scene = await Scene.set({ count: 1 });
    const gate = Promise.withResolvers<void>();
    scene.agent.mode = {
      kind: 'made',
      make: ({ shown }) => gate.promise.then(() => prefixAnswer(shown)),
    };
    const conversations = await scene.conversations(CALLERS);
    const { url } = first();
    const replies = conversations.map((conversation) =>
      scene.clientOf(conversation).chat('Before the end', { conversation_id: conversation.id }),
    );
    await scene.agent.arrival(CALLERS);

    const exit = first().stop('SIGTERM');
    await until(() => isStopping(url));
    const late = await knock(url);
    gate.resolve();

    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(
      Array.from({ length: CALLERS }, () => 200),
    );
    expect(await exit).toEqual({ code: 0, signal: null });
    expect([503, 'refused']).toContain(late);
    const stored = await scene.settled();
    expect(stored.messages).toHaveLength(2 * CALLERS);
  });

  it('gives a turn back whose agent hangs, and another process answers it under the same key', async () => {
    scene = await Scene.set({ count: 2, env: { ...ENDLESS_LEASE, SHUTDOWN_GRACE_MS: String(GRACE_MS) } });
    scene.agent.script({ kind: 'hang' });
    const conversation = await scene.conversation();
    const key = newKey();
    const ask = (replica: number) =>
      scene.clientOf(conversation, replica).chat('Who answers?', { conversation_id: conversation.id, key });
    const interrupted = ask(0);
    await scene.agent.arrival(1);

    const exit = await first().stop('SIGTERM');
    const told = await interrupted;
    const again = await ask(1);

    expect(exit).toEqual({ code: 0, signal: null });
    expect(told.status).toBe(503);
    expect(told.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(again.status).toBe(200);
    expect(again.body.response).toBe(prefixAnswer(['Who answers?']));
    expect(told.body).toMatchObject({ turn_id: again.body.metadata.turn_id });
    const turns = await scene.store.query(
      `SELECT t.state, t.run_epoch::int AS epoch, c.head_starts FROM turns t JOIN conversations c ON c.id = conversation_id`,
    );
    expect(turns).toEqual([{ state: 'answered', epoch: 2, head_starts: 0 }]);
  });

  it('hands over the line behind the turn in flight, and who waits for it there is answered', async () => {
    scene = await Scene.set({ count: 2, env: ENDLESS_LEASE });
    const gate = Promise.withResolvers<void>();
    scene.agent.mode = {
      kind: 'made',
      make: ({ shown }) => gate.promise.then(() => prefixAnswer(shown)),
    };
    const conversation = await scene.conversation();
    const ask = (message: string) =>
      scene.clientOf(conversation).chat(message, { conversation_id: conversation.id });
    const { url } = first();
    const running = ask('First in line');
    await scene.agent.arrival(1);
    const queued = ask('Second in line');
    await until(async () => (await scene.store.read()).turns === 2);

    const exit = first().stop('SIGTERM');
    await until(() => isStopping(url));
    gate.resolve();

    expect((await running).status).toBe(200);
    expect((await queued).status).toBe(200);
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(scene.agent.requests.map(({ body }) => body.model)).toEqual(['replica-1', 'replica-2']);
  });

  it('ends the process at once with 1 when it comes again', async () => {
    scene = await Scene.set({
      count: 1,
      env: { SHUTDOWN_GRACE_MS: '60000', SHUTDOWN_DRAIN_MS: '60000' },
    });
    const { process: server, url } = first();
    let exit: Exit | null = null;
    void server.exited.then((how) => (exit = how));

    server.signal('SIGTERM');
    await until(() => isStopping(url));
    const ready = await readiness(url);
    await until(() => {
      server.signal('SIGTERM'); // What comes right after the first one is taken for its echo.
      return exit !== null;
    });

    expect(ready).toBe(503);
    expect(exit).toEqual({ code: 1, signal: null });
  });
});
