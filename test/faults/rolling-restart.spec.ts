import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import { Balancer } from '../support/replicas-balancer.js';
import type { Exit } from '../support/server-process.js';
import type { Replica } from '../support/replicas.js';
import { Scene } from '../support/replicas-scene.js';

const PROCESSES = 3;
const CLIENTS = 9;
const CONVERSATIONS = 5;
const AGENT_MS = 100;
/** Longer than the balancer needs to notice: two probes of up to 500 ms, of which the first was answered just before, and a pause. */
const SETTINGS = { SHUTDOWN_DRAIN_MS: '2000', SHUTDOWN_GRACE_MS: '10000' };
const TEST_MS = 60_000;

describe('a rolling restart of three processes behind a balancer that asks who is ready', () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let scene: Scene;
  let balancer: Balancer<Replica>;

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES, env: SETTINGS });
    scene.agent.delayMs = AGENT_MS;
    balancer = await Balancer.start(scene.replicas.all);
  });

  afterAll(async () => {
    await balancer.stop();
    await scene.clear();
  });

  it(
    'fails no request',
    async () => {
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random,
        address: () => pick(balancer.open, random).url,
      });
      const exits: Exit[] = [];
      for (const replica of scene.replicas.all) {
        exits.push(await replica.stop('SIGTERM'));
        await replica.start();
        await balancer.sees(replica);
      }
      await clients.stop();
      const stored = await scene.settled();

      process.stdout.write(
        `rolling restart: seed ${seed}, ${clients.answered} messages, outcomes ${clients.summary}\n`,
      );
      expect([...clients.outcomes.keys()]).toEqual([200]);
      expect(exits).toEqual(Array.from({ length: PROCESSES }, () => ({ code: 0, signal: null })));
      expect(checkHistory(clients.operations, stored)).toEqual([]);
      expect(clients.answered).toBeGreaterThan(10 * PROCESSES);
    },
    TEST_MS,
  );
});
