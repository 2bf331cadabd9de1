import { setTimeout as delay } from 'node:timers/promises';
import { memoryMb } from '../bench/process-usage.js';
import { type GraphReply, graphError } from '../support/graph-stand-in.js';
import { faultSeed, pick, seededRandom } from '../support/history.js';
import { MessengerCrowd } from '../support/messenger-crowd.js';
import { MessengerScene } from '../support/messenger-scene.js';
import { until } from '../support/replicas-scene.js';

const PROCESSES = 2;
const OUTAGE_S = Number(process.env.PARLEY_FAULT_OUTAGE_S ?? 35);
const COOLDOWN_S = 30;
const TALKERS = 30;
const SAY_MS = 4000;
const MESSAGES = Math.ceil((2 * (OUTAGE_S * 1000)) / SAY_MS) + 2;
/** Failures that open a replica's breaker; as many may be on their way by then as a replica sends at once. */
const BEFORE_OPEN = 5 + 32;
/** What a replica may gain by an outage, in MB: nothing of what waits is kept in it. */
const MOST_GAINED_MB = 60;
const TEST_MS = OUTAGE_S * 1000 + 240_000;

/** What a service says that is down: the truth, somebody else's page, or nothing. */
const DOWN: readonly GraphReply[] = [
  graphError(2),
  graphError(1200, 2018024),
  { kind: 'refuse', status: 503, body: '<html>' },
  { kind: 'break' },
];

describe(`a Send API that is down for ${OUTAGE_S} s`, () => {
  const seed = faultSeed();
  const random = seededRandom(seed);
  let scene: MessengerScene;

  beforeAll(async () => {
    scene = await MessengerScene.set({ count: PROCESSES });
  });
  afterAll(() => scene.clear());

  const memory = (): number =>
    scene.servers.replicas.up.reduce((sum, { process: { pid } }) => sum + (memoryMb(pid) ?? 0), 0);

  it(
    'is left alone but for a probe now and then, and gets everything in order once it is back',
    async () => {
      const { graph, servers } = scene;
      const address = (): string => servers.replicas.anyUrl(random);
      const size = { talkers: TALKERS, messages: MESSAGES, sayMs: SAY_MS };
      const crowd = new MessengerCrowd(graph, { ...size, random, address });
      const talked = crowd.talk();
      await until(() => graph.shown.length >= TALKERS);

      graph.mode = () => pick(DOWN, random);
      const callsBefore = calls();
      await delay(OUTAGE_S * 500);
      const memoryBefore = memory();
      await delay(OUTAGE_S * 500);
      const tried = calls() - callsBefore;
      const gainedMb = Math.round(memory() - memoryBefore);
      const waiting = await scene.count(`SELECT count(*) FROM outbox WHERE state <> 'sent'`);
      graph.mode = () => ({ kind: 'accept' });
      await talked;
      await scene.rest();

      const probes = Math.ceil(OUTAGE_S / COOLDOWN_S) * PROCESSES;
      process.stdout.write(
        `Send API down for ${OUTAGE_S} s: seed ${seed}, ${tried} calls by ${PROCESSES} replicas, ${waiting} parts waited, ` +
          `memory ${gainedMb} MB more at the end than in the middle, ${graph.shown.length} messages shown\n`,
      );
      expect(tried).toBeLessThanOrEqual(PROCESSES * BEFORE_OPEN + probes);
      expect(waiting).toBeGreaterThan(TALKERS);
      expect(gainedMb).toBeLessThan(MOST_GAINED_MB * PROCESSES);
      expect(crowd.problems()).toEqual([]);
      expect(graph.shown).toHaveLength(TALKERS * MESSAGES);
    },
    TEST_MS,
  );

  /** Calls of every kind: who is left alone is not told either that somebody types. */
  const calls = (): number => scene.graph.requests.length;
});
