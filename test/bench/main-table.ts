import { type Figures, measureClosed, warmUp } from './measure.js';
import type { Parley } from './parley.js';
import { memoryMb } from './process-usage.js';
import type { Listener } from './program.js';
import type { Scene } from './scene.js';
import { median } from './statistics.js';
import { figure, spreadFigure, table } from './table.js';

/** How long and how hard. */
export interface Effort {
  readonly repetitions: number;
  readonly seconds: number;
  readonly concurrency: readonly number[];
}

interface Pair {
  readonly reference: Figures;
  readonly parley: Figures;
}

type Servers = Readonly<Record<keyof Pair, Listener>>;
type Figure = (figures: Figures) => number | null;

/** Enough for the compiler to know the server, however fast the machine is today. */
const WARM_UP = { clients: 64, turns: 100 };
const COLUMNS: readonly (readonly [title: string, figure: Figure])[] = [
  ['turns/s', ({ turnsPerSecond }) => turnsPerSecond],
  ['p50 ms', ({ p50Ms }) => p50Ms],
  ['p99 ms', ({ p99Ms }) => p99Ms],
  ['CPU ms/turn', ({ cpuMs }) => cpuMs],
  ['PostgreSQL CPU', ({ postgresMs }) => postgresMs],
  ['both', ({ cpuMs, postgresMs }) => cpuMs && postgresMs && cpuMs + postgresMs],
  ['load CPU', ({ loadMs }) => loadMs],
  ['Redis scripts/turn', ({ redisScripts }) => redisScripts],
];
const GOALS = ['goal', '', '≥ 0.5, aim 0.7', '', '', '', '', '≤ 2.2, aim 1.5', '', ''];

/** The same turn on Parley and on the least that a turn takes, in turns, the order changing from round to round. */
export async function mainTable(scene: Scene, effort: Effort): Promise<string> {
  const agent = await scene.agent(0);
  const parley = await scene.parley(agent); // Migrates.
  const servers = { parley, reference: await scene.reference(agent) };
  const idle = memoryMb(parley.pid);
  for (const server of Object.values(servers)) await warmUp(scene, server, WARM_UP);
  await scene.analyze();
  const rounds = await playRounds(scene, servers, effort);
  for (const server of [...Object.values(servers), agent]) await server.stop();
  const rows = effort.concurrency.flatMap((clients) => rowsOf(clients, rounds.get(clients) ?? []));
  const loaded = Math.max(...[...rounds.values()].flat().map((pair) => pair.parley.memoryMb ?? Number.NaN));
  return [
    table([['clients', 'server', ...COLUMNS.map(([title]) => title)], ...rows, GOALS]),
    `memory (PSS) MB: idle ${figure(idle)}, loaded ${figure(loaded)}   goal ≤ 140 and 220, aim 100 and 160`,
    complaintsOf(parley),
    `start to ready: ${figure(parley.readyMs)} ms with an empty database to migrate`,
  ].join('\n');
}

/** A Parley that complains is not the one that was to be measured. */
function complaintsOf(parley: Parley): string {
  const complaints = parley.complaints();
  return [`complaints in its log: ${complaints.length}`, ...complaints.slice(0, 3)].join('\n  ');
}

async function playRounds(scene: Scene, servers: Servers, effort: Effort): Promise<Map<number, Pair[]>> {
  const rounds = new Map<number, Pair[]>(effort.concurrency.map((clients) => [clients, []]));
  for (let repetition = 0; repetition < effort.repetitions; repetition += 1) {
    for (const [clients, pairs] of rounds) {
      const measure = (server: Listener): Promise<Figures> =>
        measureClosed(scene, server, { clients, seconds: effort.seconds });
      pairs.push(await playPair(servers, measure, repetition % 2 === 0 ? 'reference' : 'parley'));
    }
  }
  return rounds;
}

async function playPair(
  { reference, parley }: Servers,
  measure: (server: Listener) => Promise<Figures>,
  first: keyof Pair,
): Promise<Pair> {
  if (first === 'reference') return { reference: await measure(reference), parley: await measure(parley) };
  return { parley: await measure(parley), reference: await measure(reference) };
}

function rowsOf(clients: number, pairs: readonly Pair[]): string[][] {
  const medianOf = (values: readonly (number | null)[]): string =>
    figure(median(values.filter((value) => value !== null)));
  const row = (server: keyof Pair): string[] =>
    COLUMNS.map(([, of]) => medianOf(pairs.map((pair) => of(pair[server]))));
  const ratios = COLUMNS.map(([, of]) =>
    spreadFigure(pairs.map((pair) => ratio(of(pair.parley), of(pair.reference)))),
  );
  return [
    [String(clients), 'reference', ...row('reference')],
    ['', 'Parley', ...row('parley')],
    ['', 'ratio', ...ratios],
  ];
}

const ratio = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null ? null : part / whole;
