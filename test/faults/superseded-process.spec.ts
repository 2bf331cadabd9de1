import { prefixAnswer } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';

const QUESTION = 'Who may answer this?';
/** No renewal falls into the test, so that the end of the turn alone meets the fence. */
const SETTINGS = { LOCK_TTL_MS: '300000' };
/** Lets the lease run out as its holder's own doing, which the audit has nothing against. */
const EXPIRE = `
  WITH holder AS (SELECT set_config('application_name', 'replica-1/1', true))
  UPDATE conversations SET lease_until = clock_timestamp() - interval '1 s' FROM holder`;

describe('a process whose turn another one has taken over', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.set({ count: 2, env: SETTINGS });
  });

  afterAll(async () => {
    await scene.clear();
  });

  const answers = () =>
    scene.store.query(
      `SELECT t.run_epoch::int AS epoch, m.content FROM turns t
       JOIN messages m ON m.turn_id = t.id AND m.role = 'assistant'`,
    );

  it('writes nothing while the other one is still thinking, and gives its caller the other’s answer', async () => {
    const gate = Promise.withResolvers<void>();
    scene.agent.mode = {
      kind: 'made',
      make: ({ shown }) => gate.promise.then(() => prefixAnswer(shown)),
    };
    scene.agent.script({ kind: 'slow' });
    const conversation = await scene.conversation();
    const reply = scene.clientOf(conversation).chat(QUESTION, { conversation_id: conversation.id });
    await scene.agent.arrival(1);
    scene.replicas.named('replica-1').process.signal('SIGSTOP');
    await scene.store.query(EXPIRE);
    const taker = await scene.agent.arrival(2);

    scene.agent.release();
    scene.replicas.named('replica-1').process.signal('SIGCONT');
    await until(
      async () => (await scene.store.refused('turns', 'replica-1/1')) > 0 || (await answers()).length > 0,
    );
    const tooEarly = await answers();
    gate.resolve();

    expect(tooEarly).toEqual([]);
    expect(taker.body.model).toBe('replica-2');
    expect((await reply).body.response).toBe(prefixAnswer([QUESTION]));
    expect(await answers()).toEqual([{ epoch: 2, content: prefixAnswer([QUESTION]) }]);
    expect((await scene.settled()).foreignWrites).toEqual([]);
  });
});
