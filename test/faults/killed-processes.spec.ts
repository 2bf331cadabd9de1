import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import type { Replica } from '../support/replicas.js';
import { Scene, until } from '../support/replicas-scene.js';

const KILLS = Number(process.env.PARLEY_FAULT_KILLS ?? 20);
const PROCESSES = 3;
const CLIENTS = 12;
const CONVERSATIONS = 6;
/** Fewer would prove little. */
const LEAST_ANSWERED = 10 * KILLS;
const LEAST_CUT = KILLS / 4;
/** A turn whose run was killed three times is given up. Chance may do that to one, hardly to more. */
const MOST_GIVEN_UP = 1 + KILLS / 50;
const SETTINGS = { LOCK_TTL_MS: '1500' };
const AGENT_MS = 15;
const PAUSE_MS = { least: 50, most: 400 };
const TEST_MS = 60_000 + KILLS * 3000;

describe(`${KILLS} kill -9 of three processes`, () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  const restarts: Promise<void>[] = [];
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES, env: SETTINGS });
    scene.agent.delayMs = AGENT_MS;
  });

  afterAll(async () => {
    await Promise.allSettled(restarts);
    await scene.clear();
  });

  /** Kills one of them and starts its successor; half of them in the middle of an agent call. Somebody stays alive. */
  async function killOne(): Promise<void> {
    await until(() => scene.replicas.up.length > 1);
    await delay(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
    const replica = pick(scene.replicas.up, random);
    if (random() < 0.5) await nextCallOf(replica);
    await replica.stop('SIGKILL');
    restarts.push(replica.start());
  }

  async function nextCallOf(replica: Replica): Promise<void> {
    for (let count = scene.agent.requests.length + 1; ; count += 1) {
      const { body } = await scene.agent.arrival(count);
      if (body.model === replica.name) return;
    }
  }

  it(
    'lose, double and reorder nothing, and every turn ends',
    async () => {
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random,
        address: () => scene.replicas.anyUrl(random),
      });
      for (let kills = 0; kills < KILLS; kills += 1) await killOne();
      await clients.stop();
      await Promise.all(restarts);
      const stored = await scene.settled();

      const turnsAsked = new Set(scene.agent.requests.map(({ headers }) => headers['x-parley-turn']));
      const repeated = scene.agent.requests.length - turnsAsked.size;
      const problems = checkHistory(clients.operations, stored);
      const unanswered = clients.operations.filter(({ endedAt }) => endedAt === null);
      const givenUp = await scene.store.query<{ content: string }>(
        `SELECT content FROM messages m JOIN turns t ON t.id = turn_id
         WHERE state = 'failed' AND error_code = 'agent_failed' ORDER BY content`,
      );
      process.stdout.write(
        `kill -9: seed ${seed}, ${KILLS} kills, ` +
          `${clients.answered} of ${clients.operations.length} messages answered, ${stored.turns} turns, ` +
          `${scene.agent.requests.length} agent calls (${repeated} for turns cut by a kill), outcomes ${clients.summary}, ${problems.length} problems\n`,
      );
      expect(problems).toEqual([]);
      expect(unanswered.map(({ text }) => text).toSorted()).toEqual(givenUp.map(({ content }) => content));
      expect(givenUp.length).toBeLessThanOrEqual(MOST_GIVEN_UP);
      expect(clients.answered).toBeGreaterThanOrEqual(LEAST_ANSWERED);
      expect(repeated).toBeGreaterThanOrEqual(LEAST_CUT);
    },
    TEST_MS,
  );
});
