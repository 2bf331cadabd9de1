import { setTimeout as delay } from 'node:timers/promises';
import { GraphStandIn } from '../support/graph-stand-in.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import { MessengerCrowd } from '../support/messenger-crowd.js';
import { messengerSettings } from '../support/messenger-page.js';
import { Scene, until } from '../support/replicas-scene.js';

const PROCESSES = 3;
const SENDERS = Number(process.env.PARLEY_FAULT_SENDERS ?? 40);
const KILLS = Number(process.env.PARLEY_FAULT_KILLS ?? 3);
const MESSAGES = 6;
const KILL_MS = { least: 300, most: 2000 };
/** Longest wait, after everything was said, for everything to be answered: parts in doubt wait for their echoes. */
const SETTLE_MS = 120_000;
const TEST_MS = SETTLE_MS + 60_000 + SENDERS * 500 + KILLS * 5000;
const OPEN = `SELECT (SELECT count(*) FROM conversations WHERE done_turn_no < last_turn_no)
  + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'unknown')) AS open`;
const TWICE = `SELECT count(*) AS resent FROM outbox WHERE resends > 0`;

describe(`${SENDERS} people on Messenger, ${KILLS} kill -9 of three processes, and a Meta that fails`, () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  const restarts: Promise<void>[] = [];
  let graph: GraphStandIn;
  let scene: Scene;

  beforeAll(async () => {
    graph = await GraphStandIn.start();
    scene = await Scene.set({
      count: PROCESSES,
      env: {
        ...messengerSettings(graph.url),
        MESSENGER_UNKNOWN_HOLD_MS: '8000',
        MESSENGER_SEND_TIMEOUT_MS: '1500',
        LOCK_TTL_MS: '1500',
      },
    });
    scene.agent.mode = { kind: 'echo' };
  });

  afterAll(async () => {
    await Promise.allSettled(restarts);
    await scene.clear();
    await graph.close();
  });

  async function killOne(): Promise<void> {
    await delay(KILL_MS.least + random() * (KILL_MS.most - KILL_MS.least));
    await until(() => scene.replicas.up.length > 1);
    const replica = pick(scene.replicas.up, random);
    await replica.stop('SIGKILL');
    restarts.push(replica.start());
  }

  async function count(sql: string): Promise<number> {
    const [row = {}] = await scene.store.query<Record<string, string>>(sql);
    return Number(Object.values(row)[0]);
  }

  it(
    'bring everybody each answer once and in order',
    async () => {
      const around = { random, address: () => scene.replicas.anyUrl(random) };
      const crowd = new MessengerCrowd(graph, around, { talkers: SENDERS, messages: MESSAGES });

      const talked = crowd.talk();
      for (let kills = 0; kills < KILLS; kills += 1) await killOne();
      await talked;
      await Promise.all(restarts);
      await crowd.stop();
      await until(async () => (await count(OPEN)) === 0);

      const resent = await count(TWICE);
      const shown = graph.shown.length;
      process.stdout.write(
        `messenger: seed ${seed}, ${KILLS} kills, ${SENDERS * MESSAGES} messages, ${shown} shown, ${resent} sent again without an echo\n`,
      );
      expect(crowd.problems()).toEqual([]);
      expect(shown - SENDERS * MESSAGES).toBeLessThanOrEqual(resent);
    },
    TEST_MS,
  );
});
