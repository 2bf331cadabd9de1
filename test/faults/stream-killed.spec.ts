import type { SharedConversation } from '../support/history.js';
import { type Frame, frames, textOf } from '../support/event-stream.js';
import type { Replica } from '../support/replicas.js';
import { Scene, until } from '../support/replicas-scene.js';

const PROCESSES = 3;
const RUNS = Number(process.env.PARLEY_FAULT_KILLS ?? 3);
const SHARES = [0.1, 0.5, 0.9];
const ANSWER = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
const WORD_MS = 15;
const ENDS = ['turn.completed', 'turn.failed', 'turn.cancelled'];
const TEST_MS = 30_000 + RUNS * 15_000;

describe(`${RUNS} kill -9 of a process that tells an answer`, () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES, env: { LOCK_TTL_MS: '3000' } });
    scene.agent.mode = { kind: 'paced', text: ANSWER, wordMs: WORD_MS };
  });
  afterAll(() => scene.clear());

  const ask = ({ url }: Replica, { id, deviceId }: SharedConversation): Promise<Response> =>
    fetch(`${url}/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({ message: 'Tell me', device_id: deviceId, conversation_id: id }),
    });

  /** What the caller hears until the answer is told as far as that, and the process is gone. */
  async function hearUntil(share: number, replica: Replica, response: Response): Promise<Frame[]> {
    const heard: Frame[] = [];
    try {
      for await (const frame of frames(response)) {
        heard.push(frame);
        if (textOf(heard).length >= share * ANSWER.length && replica.isUp) await replica.stop('SIGKILL');
      }
    } catch {
      // The connection is cut.
    }
    return heard;
  }

  /** What the caller hears who comes back to another process with the id of what he heard last. */
  async function hearRest(
    replica: Replica,
    { deviceId }: SharedConversation,
    before: readonly Frame[],
  ): Promise<Frame[]> {
    const response = await fetch(`${replica.url}/turns/${String(before[0]?.data['turn_id'])}/events`, {
      headers: { 'X-Device-Id': deviceId, 'Last-Event-ID': String(before.at(-1)?.id) },
    });
    const rest: Frame[] = [];
    for await (const frame of frames(response)) rest.push(frame);
    return rest;
  }

  it(
    'cost its caller nothing: he comes back elsewhere, and hears the rest or all of it again',
    async () => {
      let restarts = 0;
      for (let run = 0; run < RUNS; run += 1) {
        const conversation = await scene.conversation();
        const [first, second] = scene.replicas.up;
        if (!first || !second) throw new Error('two of them are to be up');
        // Whoever is killed has not come to the end, however late the kill.
        scene.agent.script({ kind: 'paced', text: ANSWER, wordMs: WORD_MS, isHeld: true });

        const before = await hearUntil(SHARES[run % 3] ?? 0.5, first, await ask(first, conversation));
        const rest = await hearRest(second, conversation, before);

        const all = [...before, ...rest];
        expect(all.every(({ id }, n) => n === 0 || id > (all[n - 1]?.id ?? 0))).toBe(true);
        expect(all.filter(({ type }) => ENDS.includes(type)).map(({ type }) => type)).toEqual([
          'turn.completed',
        ]);
        expect(textOf(all)).toBe(ANSWER);
        expect(all.at(-2)).toMatchObject({ type: 'message.completed', data: { response: ANSWER } });
        restarts += all.filter(({ type }) => type === 'turn.restarted').length;
        await first.start();
        await until(() => scene.replicas.up.length === PROCESSES);
      }
      const stored = await scene.settled();
      process.stdout.write(`streams: ${RUNS} kills, ${restarts} answers begun again\n`);
      expect(
        stored.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content),
      ).toEqual(Array.from({ length: RUNS }, () => ANSWER));
      expect(restarts).toBeGreaterThanOrEqual(RUNS); // A lease that a loaded machine loses is one more.
    },
    TEST_MS,
  );
});
