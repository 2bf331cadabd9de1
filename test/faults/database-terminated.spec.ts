import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, seededRandom } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';

const ROUNDS = 8;
const PROCESSES = 2;
const CLIENTS = 10;
const CONVERSATIONS = 4;
const AGENT_MS = 10;
/** No round begins before that many more messages were answered: nothing is proved on servers that do nothing. */
const ANSWERS_A_ROUND = 5;
const TEST_MS = 120_000;
const PAUSE_MS = { least: 100, most: 500 };
const TERMINATE = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'replica-%'`;

describe('terminating every session of the servers under load', () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES });
    scene.agent.delayMs = AGENT_MS;
  });

  afterAll(async () => {
    await scene.clear();
  });

  it(
    'costs callers at most a 503 that says when to come back, and the history nothing',
    async () => {
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random,
        address: () => scene.replicas.anyUrl(random),
      });
      let terminated = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        await delay(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
        await until(() => clients.answered >= ANSWERS_A_ROUND * (round + 1));
        terminated += (await scene.store.query(TERMINATE)).length;
      }
      await clients.stop();
      const stored = await scene.settled();

      const problems = checkHistory(clients.operations, stored);
      process.stdout.write(
        `terminated sessions: seed ${seed}, ${terminated} in ${ROUNDS} rounds, ${clients.answered} messages answered, ` +
          `outcomes ${clients.summary}, ${problems.length} problems\n`,
      );
      expect(problems).toEqual([]);
      expect(clients.answered).toBe(clients.operations.length);
      expect(clients.answered).toBeGreaterThanOrEqual(ANSWERS_A_ROUND * ROUNDS);
      expect([...clients.outcomes.keys()].filter((outcome) => outcome !== 200 && outcome !== 503)).toEqual(
        [],
      );
      expect(clients.unexplained).toBe(0);
      expect(terminated).toBeGreaterThanOrEqual(ROUNDS * PROCESSES);
    },
    TEST_MS,
  );
});
