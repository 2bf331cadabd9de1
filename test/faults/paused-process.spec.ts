import type { ChatBody } from '../support/api.js';
import { prefixAnswer, type SharedConversation } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';

/** Longer than a busy machine stands still: whoever is awake keeps what he holds. */
const LEASE_MS = 3000;
const QUESTION = 'What happens to a process that sleeps?';

describe('a process that is paused longer than its lease', () => {
  let scene: Scene;
  let conversation: SharedConversation;

  beforeEach(async () => {
    scene = await Scene.set({ count: 2, env: { LOCK_TTL_MS: String(LEASE_MS) } });
    conversation = await scene.conversation();
  });

  afterEach(async () => {
    await scene.clear();
  });

  const [sleeper, other] = [() => scene.replicas.named('replica-1'), () => scene.replicas.named('replica-2')];

  const runs = () =>
    scene.store.query(
      `SELECT t.state, t.run_epoch::int AS epoch, m.content FROM turns t
       JOIN messages m ON m.turn_id = t.id AND m.role = 'assistant'`,
    );

  /** The first process asks the agent and sleeps; the second one takes the turn over and finishes it. */
  async function sleepThroughATurn() {
    scene.agent.script({ kind: 'slow' });
    const reply = scene
      .clientOf(conversation)
      .chat(QUESTION, { conversation_id: conversation.id, key: 'only' });
    const call = await scene.agent.arrival(1);
    sleeper().process.signal('SIGSTOP');
    const { body } = await scene.agent.arrival(2);
    await until(async () => (await runs()).length === 1);
    return { reply, call, secondAsker: body.model };
  }

  /** The sleeper's write was refused, or its heartbeat before it came to that: whichever it sent first after waking up. */
  async function hasNoticed(): Promise<boolean> {
    const answers = await scene.store.refused('turns', 'replica-1/1');
    return answers + (await scene.store.refused('conversations', 'replica-1/1')) > 0;
  }

  async function expectOneAnswer(): Promise<void> {
    expect(await runs()).toEqual([{ state: 'answered', epoch: 2, content: prefixAnswer([QUESTION]) }]);
    const stored = await scene.settled();
    expect(stored.messages).toHaveLength(2);
    expect(stored.foreignWrites).toEqual([]);
  }

  async function expectHealthySleeper(): Promise<void> {
    const client = scene.clientOf(conversation);
    const { status } = await client.asDevice('/health/ready');
    const next = await client.chat('Are you well?', { conversation_id: conversation.id });
    expect([status, next.status]).toEqual([200, 200]);
    expect(scene.agent.requests.at(-1)?.body.model).toBe(sleeper().name);
    const first = [QUESTION, prefixAnswer([QUESTION])];
    expect(next.body.response).toBe(prefixAnswer([...first, 'Are you well?']));
  }

  async function expectSameAnswerElsewhere(body: ChatBody): Promise<void> {
    const again = await scene
      .clientOf(conversation, 1)
      .chat(QUESTION, { conversation_id: conversation.id, key: 'only' });
    expect(again.body).toEqual(body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(scene.agent.requests).toHaveLength(2);
  }

  it('writes no answer when it wakes up with one: the turn is the other process’ by then', async () => {
    const { reply, call, secondAsker } = await sleepThroughATurn();

    scene.agent.release();
    sleeper().process.signal('SIGCONT');
    await until(hasNoticed);

    expect([call.body.model, secondAsker]).toEqual([sleeper().name, other().name]);
    expect((await reply).body.response).toBe(prefixAnswer([QUESTION]));
    await expectOneAnswer();
    await expectSameAnswerElsewhere((await reply).body);
    await expectHealthySleeper();
  });

  it('gives its agent call up when it wakes up without an answer', async () => {
    const { reply, call } = await sleepThroughATurn();

    sleeper().process.signal('SIGCONT');
    await call.closed;

    expect(call.isAborted).toBe(true);
    expect(await hasNoticed()).toBe(true);
    expect((await reply).body.response).toBe(prefixAnswer([QUESTION]));
    await expectOneAnswer();
    await expectHealthySleeper();
  });
});
