import { setTimeout as delay } from 'node:timers/promises';
import { faultSeed, seededRandom } from '../support/history.js';
import { MessengerCrowd } from '../support/messenger-crowd.js';
import { MessengerScene } from '../support/messenger-scene.js';

const PROCESSES = 3;
const TALKERS = 24;
const MESSAGES = 12;
const SAY_MS = 1000;
const AGENT_MS = 150;
const PAUSE_MS = 700;

describe('SIGTERM to one process after the other while people write on Messenger', () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let scene: MessengerScene;

  beforeAll(async () => {
    scene = await MessengerScene.set({ count: PROCESSES });
    scene.servers.agent.delayMs = AGENT_MS;
  });
  afterAll(() => scene.clear());

  it('ends each within its grace with 0, and every message is answered once and in order', async () => {
    const { graph, servers } = scene;
    const address = (): string => servers.replicas.anyUrl(random);
    const size = { talkers: TALKERS, messages: MESSAGES, sayMs: SAY_MS };
    const crowd = new MessengerCrowd(graph, { ...size, random, address });

    const talked = crowd.talk();
    const exits: (number | null)[] = [];
    const tookMs: number[] = [];
    for (const replica of servers.replicas.all) {
      await delay(PAUSE_MS);
      const startedAt = performance.now();
      exits.push((await replica.stop('SIGTERM')).code);
      tookMs.push(Math.round(performance.now() - startedAt));
      await replica.start();
    }
    await talked;
    await scene.rest();

    process.stdout.write(`SIGTERM on Messenger: seed ${seed}, stopped after ${tookMs.join(', ')} ms\n`);
    expect(exits).toEqual(Array.from({ length: PROCESSES }, () => 0));
    expect(crowd.problems()).toEqual([]);
    expect(graph.shown).toHaveLength(TALKERS * MESSAGES);
  }, 180_000);
});
