import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { faultSeed, seededRandom } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';
import { makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const CRASHES = 3;
const PROCESSES = 2;
const CLIENTS = 8;
const CONVERSATIONS = 4;
const AGENT_MS = 10;
const SETTINGS = { LOCK_TTL_MS: '2000' };
/** At least so many are answered before a crash, however slow the machine is, and then it comes at any moment. */
const MESSAGES_BETWEEN = 10;
const PAUSE_MS = 600;
const TEST_MS = 120_000;

describe(`${CRASHES} kill -9 of PostgreSQL under load`, () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let scene: Scene;

  beforeAll(async () => {
    dataDir = makeTemporaryFolder();
    postgres = await startEmbeddedPostgres({ dataDir });
    scene = await Scene.set({ count: PROCESSES, databaseUrl: postgres.url, env: SETTINGS });
    scene.agent.delayMs = AGENT_MS;
  });

  afterAll(async () => {
    try {
      await scene.clear();
    } finally {
      await postgres.stop(); // A server outlives the test that forgets it.
      await removeDataDir(dataDir);
    }
  });

  /** Kills the server, which the embedded mode starts again; gives the time until the next message is answered, in ms. */
  async function crash(clients: HistoryClients): Promise<number> {
    const { pid } = postgres;
    process.kill(pid, 'SIGKILL');
    const startedAt = performance.now();
    await until(() => postgres.pid !== pid);
    const { answered } = clients;
    await until(() => clients.answered > answered);
    return Math.round(performance.now() - startedAt);
  }

  it(
    'lose, double and reorder nothing; callers get an answer or a 503 that says when to come back',
    async () => {
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random,
        address: () => scene.replicas.anyUrl(random),
      });
      const backAfterMs: number[] = [];
      for (let crashes = 0; crashes < CRASHES; crashes += 1) {
        const { answered } = clients;
        await until(() => clients.answered > answered + MESSAGES_BETWEEN);
        await delay(PAUSE_MS * random());
        backAfterMs.push(await crash(clients));
      }
      await clients.stop();
      const stored = await scene.settled();

      const problems = checkHistory(clients.operations, stored);
      process.stdout.write(
        `PostgreSQL killed: seed ${seed}, ${CRASHES} times, answering again after ${backAfterMs.join(', ')} ms, ` +
          `${clients.answered} messages answered, outcomes ${clients.summary}, ${problems.length} problems\n`,
      );
      expect(problems).toEqual([]);
      expect(clients.answered).toBe(clients.operations.length);
      expect(clients.answered).toBeGreaterThan(MESSAGES_BETWEEN * CRASHES);
      expect([...clients.outcomes.keys()].filter((outcome) => outcome !== 200 && outcome !== 503)).toEqual(
        [],
      );
      expect(clients.unexplained).toBe(0);
    },
    TEST_MS,
  );
});
