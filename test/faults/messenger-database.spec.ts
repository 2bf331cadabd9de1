import { setTimeout as delay } from 'node:timers/promises';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { faultSeed, seededRandom } from '../support/history.js';
import { MessengerCrowd } from '../support/messenger-crowd.js';
import { MessengerScene } from '../support/messenger-scene.js';
import { until } from '../support/replicas-scene.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const PROCESSES = 2;
const TALKERS = 20;
const MESSAGES = 8;
const SAY_MS = 1200;
const DOWN_MS = 4000;

describe('a PostgreSQL that is gone for a while', () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let database: TestDatabase;
  let proxy: TcpProxy;
  let scene: MessengerScene;

  beforeAll(async () => {
    database = await cloneDatabase();
    proxy = await TcpProxy.start(database.url);
    scene = await MessengerScene.set({ count: PROCESSES, databaseUrl: database.url, viaUrl: proxy.url });
  });
  afterAll(async () => {
    await scene.clear();
    await proxy.close();
    await database.drop();
  });

  it('has webhooks refused with 503, and everything answered once and in order when it is back', async () => {
    const address = (): string => scene.servers.replicas.anyUrl(random);
    const size = { talkers: TALKERS, messages: MESSAGES, sayMs: SAY_MS };
    const crowd = new MessengerCrowd(scene.graph, { ...size, random, address });
    const talked = crowd.talk();
    await until(() => scene.graph.shown.length >= TALKERS);

    proxy.isRefusing = true;
    proxy.cut();
    await delay(DOWN_MS);
    proxy.heal();
    await talked;
    await scene.rest();

    const outcomes = [...crowd.outcomes].map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
    process.stdout.write(`PostgreSQL gone for ${DOWN_MS} ms: seed ${seed}, deliveries ${outcomes}\n`);
    expect([...crowd.outcomes.keys()].toSorted()).toEqual([200, 503]);
    expect(crowd.problems()).toEqual([]);
    expect(scene.graph.shown).toHaveLength(TALKERS * MESSAGES);
  }, 180_000);
});
