import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import { Balancer } from '../support/replicas-balancer.js';
import type { Exit } from '../support/server-process.js';
import type { Replica } from '../support/replicas.js';
import { Scene } from '../support/replicas-scene.js';

const PROCESSES = 3;
/** How often each is restarted; 26 rounds take about five minutes. */
const ROUNDS = Number(process.env.PARLEY_FAULT_ROUNDS ?? 1);
const STOPS = ROUNDS * PROCESSES;
const CLIENTS = 9;
const CONVERSATIONS = 5;
const AGENT_MS = 100;
/** Longer than the balancer needs to notice: two probes of up to 500 ms, of which the first was answered just before, and a pause. */
const SETTINGS = { SHUTDOWN_DRAIN_MS: '2000', SHUTDOWN_GRACE_MS: '10000' };
const TEST_MS = ROUNDS * 60_000;

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
      // Where the machine stood still nobody has answered the balancer in time: it guesses, as proxies do.
      const address = (): string =>
        pick(balancer.open.length > 0 ? balancer.open : scene.replicas.up, random).url;
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random,
        address,
      });
      const exits: Exit[] = [];
      let longestMs = 0;
      for (const replica of Array.from({ length: ROUNDS }, () => scene.replicas.all).flat()) {
        const begun = performance.now();
        exits.push(await replica.stop('SIGTERM'));
        longestMs = Math.max(longestMs, performance.now() - begun);
        await replica.start();
        await balancer.sees(replica);
      }
      await clients.stop();
      const stored = await scene.settled();

      process.stdout.write(
        `rolling restart: seed ${seed}, ${STOPS} stops, the longest ${Math.round(longestMs)} ms, ` +
          `${clients.answered} messages, outcomes ${clients.summary}\n`,
      );
      expect([...clients.outcomes.keys()]).toEqual([200]);
      expect(exits).toEqual(Array.from({ length: STOPS }, () => ({ code: 0, signal: null })));
      expect(checkHistory(clients.operations, stored)).toEqual([]);
      expect(clients.answered).toBeGreaterThan(10 * STOPS);
    },
    TEST_MS,
  );
});
