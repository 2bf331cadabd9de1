import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { LoadReport } from './load-order.js';
import { sendLoad } from './measure.js';
import type { Parley } from './parley.js';
import { postgresUsage, usageBetween } from './postgres-usage.js';
import { cpuMs } from './process-usage.js';
import type { Listener } from './program.js';
import { Scene } from './scene.js';
import { spreadFigure, table } from './table.js';

const SECRET = 'a secret that is known to the bench alone';
const PAGE_ID = '1066';
/** Connections that Meta keeps; a body that finds none free waits, and the wait counts. */
const CLIENTS = 64;
const WARM_UP_S = 5;
const POLL_MS = 100;
const WAITING = `SELECT (SELECT count(*) FROM conversations WHERE done_turn_no < last_turn_no)
  + (SELECT count(*) FROM outbox WHERE state <> 'sent') AS waiting`;

interface WebhookOptions {
  readonly repetitions: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly people: number;
}

interface Figures extends LoadReport {
  readonly serverMs: number | null;
  readonly postgresMs: number | null;
}

type Pair = Readonly<Record<'reference' | 'parley', Figures>>;
type Figure = (figures: Figures) => number | null;

const COLUMNS: readonly (readonly [title: string, figure: Figure])[] = [
  ['bodies/s', ({ turns, seconds }) => turns / seconds],
  ['p50 ms', ({ p50Ms }) => p50Ms],
  ['p99 ms', ({ p99Ms }) => p99Ms],
  ['slowest ms', ({ slowestMs }) => slowestMs],
  ['CPU ms/body', ({ serverMs, turns }) => serverMs && serverMs / turns],
  ['PostgreSQL CPU', ({ postgresMs, turns }) => postgresMs && postgresMs / turns],
];

/**
 * How long a webhook is waited for at a rate, while everything that comes in is answered and sent, and how that compares with
 * the least that a webhook takes. `--repetitions 3 --seconds 10 --per-second 200 --people 500`
 */
export async function webhook(args: string[]): Promise<void> {
  const options = optionsOf(args);
  const scene = await Scene.set('');
  const interrupt = (): void => void scene.strike().then(() => process.exit(1));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    console.log(await compare(scene, options));
  } finally {
    await scene.strike();
  }
}

function optionsOf(args: string[]): WebhookOptions {
  const text = { type: 'string' } as const;
  const options = { repetitions: text, seconds: text, 'per-second': text, people: text };
  const { values } = parseArgs({ args, options });
  const positive = z.coerce.number<string>().positive();
  return {
    repetitions: positive.parse(values.repetitions ?? '3'),
    seconds: positive.parse(values.seconds ?? '10'),
    perSecond: positive.parse(values['per-second'] ?? '200'),
    people: positive.parse(values.people ?? '500'),
  };
}

async function compare(scene: Scene, options: WebhookOptions): Promise<string> {
  const [agent, graph] = [await scene.agent(0), await scene.graph()];
  const parley = await scene.parley(agent, settingsFor(graph));
  const servers = { parley, reference: await scene.webhookReference(SECRET) };
  for (const server of Object.values(servers)) await run(scene, server, { ...options, seconds: WARM_UP_S });
  await scene.analyze();
  const pairs: Pair[] = [];
  const restsMs: number[] = [];
  for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
    const reference = await run(scene, servers.reference, options);
    const ofParley = await run(scene, parley, options);
    restsMs.push(await rest(scene));
    pairs.push({ reference, parley: ofParley });
  }
  return [
    shown(pairs),
    `all answered and sent ${spreadFigure(restsMs)} ms after the last body`,
    told(parley),
  ].join('\n');
}

const settingsFor = (graph: Listener): Record<string, string> => ({
  MESSENGER_APP_SECRET: SECRET,
  MESSENGER_VERIFY_TOKEN: 'a word',
  MESSENGER_PAGES: JSON.stringify({ [PAGE_ID]: 'a token' }),
  MESSENGER_GRAPH_URL: graph.url,
});

async function run(
  scene: Scene,
  server: Listener,
  { people, perSecond, seconds }: Omit<WebhookOptions, 'repetitions'>,
): Promise<Figures> {
  const { pool } = scene.database;
  const before = { server: cpuMs(server.pid), postgres: await postgresUsage(pool) };
  const report = await sendLoad(scene, {
    url: server.url,
    asks: { kind: 'webhook', clients: CLIENTS, people, pageId: PAGE_ID, secret: SECRET },
    pace: { kind: 'open', seconds, perSecond },
  });
  const serverMs = cpuMs(server.pid);
  return {
    ...report,
    serverMs: serverMs && serverMs - (before.server ?? 0),
    postgresMs: usageBetween(before.postgres, await postgresUsage(pool)),
  };
}

/** How long it takes until nobody waits for anything, in ms. */
async function rest({ database }: Scene): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await database.pool.query<{ waiting: string }>(WAITING);
    if (rows[0]?.waiting === '0') return performance.now() - startedAt;
    await delay(POLL_MS);
  }
}

function shown(pairs: readonly Pair[]): string {
  const row = (name: string, valueOf: (pair: Pair, figure: Figure) => number | null): string[] => [
    name,
    ...COLUMNS.map(([, figure]) => spreadFigure(pairs.map((pair) => valueOf(pair, figure)))),
  ];
  const ratio = ({ reference, parley }: Pair, figure: Figure): number | null => {
    const [most, least] = [figure(parley), figure(reference)];
    return most && least && most / least;
  };
  return table([
    ['server', ...COLUMNS.map(([title]) => title)],
    row('reference', ({ reference }, figure) => figure(reference)),
    row('Parley', ({ parley }, figure) => figure(parley)),
    row('ratio', ratio),
    ['goal', '200', '', '< 50', '', '', ''],
  ]);
}

function told(parley: Parley): string {
  const complaints = parley.complaints();
  return [`complaints in its log: ${complaints.length}`, ...complaints.slice(0, 3)].join('\n  ');
}
