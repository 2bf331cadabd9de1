import { setTimeout as delay } from 'node:timers/promises';
import { GraphWeather } from '../support/graph-weather.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import { MessengerCrowd } from '../support/messenger-crowd.js';
import { MessengerScene } from '../support/messenger-scene.js';
import { until } from '../support/replicas-scene.js';

const PROCESSES = 3;
/** A Graph API that hangs now and then shall not take the test's whole time. */
const SHORT = { MESSENGER_SEND_TIMEOUT_MS: '1500' };
const SENDERS = Number(process.env.PARLEY_FAULT_SENDERS ?? 40);
const KILLS = Number(process.env.PARLEY_FAULT_KILLS ?? 3);
const MESSAGES = 6;
const SAY_MS = 400;
const KILL_MS = { least: 300, most: 2000 };
/** Longest wait, after everything was said, for everything to be answered: parts in doubt wait for their echoes. */
const SETTLE_MS = 120_000;
const TEST_MS = SETTLE_MS + 60_000 + SENDERS * 500 + KILLS * 5000;
const RESENT = 'SELECT count(*) FROM outbox WHERE resends > 0';

describe(`${SENDERS} people on Messenger, ${KILLS} kill -9 of three processes, and a Meta that fails`, () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  const restarts: Promise<void>[] = [];
  let scene: MessengerScene;

  beforeAll(async () => {
    scene = await MessengerScene.set({ count: PROCESSES, env: SHORT });
  });

  afterAll(async () => {
    await Promise.allSettled(restarts);
    await scene.clear();
  });

  async function killOne(): Promise<void> {
    const { replicas } = scene.servers;
    await delay(KILL_MS.least + random() * (KILL_MS.most - KILL_MS.least));
    await until(() => replicas.up.length > 1);
    const replica = pick(replicas.up, random);
    await replica.stop('SIGKILL');
    restarts.push(replica.start());
  }

  it(
    'bring everybody each answer once and in order',
    async () => {
      const address = (): string => scene.servers.replicas.anyUrl(random);
      const size = { talkers: SENDERS, messages: MESSAGES, sayMs: SAY_MS };
      const crowd = new MessengerCrowd(scene.graph, { ...size, random, address });
      const weather = new GraphWeather(scene.graph, random, (body) => crowd.deliver(body));

      const talked = crowd.talk();
      for (let kills = 0; kills < KILLS; kills += 1) await killOne();
      await talked;
      await Promise.all(restarts);
      await weather.stop();
      await scene.rest();

      const resent = await scene.count(RESENT);
      const shown = scene.graph.shown.length;
      process.stdout.write(
        `messenger: seed ${seed}, ${KILLS} kills, ${SENDERS * MESSAGES} messages, ${shown} shown, ${resent} sent again without an echo\n`,
      );
      expect(crowd.problems(weather.silent)).toEqual([]);
      expect(shown - SENDERS * MESSAGES).toBeLessThanOrEqual(resent);
    },
    TEST_MS,
  );
});
