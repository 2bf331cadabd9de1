import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Listener, nextMessage, type Program, startProgram } from './program.js';
import { Scene } from './scene.js';
import { type StreamOrder, streamReport, type StreamReport } from './stream-order.js';
import { spreadFigure, table } from './table.js';

const WARM_UP_S = 4;
const FIRST_WORD = 'word0';

interface StreamOptions {
  readonly repetitions: number;
  readonly seconds: number;
  readonly clients: readonly number[];
}

type Servers = Readonly<Record<'agent' | 'proxy' | 'parley', StreamReport>>;
type Asked = Readonly<Record<keyof Servers, Pick<StreamOrder, 'url' | 'path'>>>;

/**
 * What Parley adds to the time until the first word of a streamed answer, and how many it streams, beside a bare proxy that passes
 * on what the model says. `--repetitions 3 --seconds 6 --clients 1,16,64`
 */
export async function stream(args: string[]): Promise<void> {
  const options = optionsOf(args);
  const scene = await Scene.set('');
  const load = startProgram('stream-load');
  const end = (): Promise<void> => load.stop().then(() => scene.strike());
  const interrupt = (): void => void end().then(() => process.exit(1));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const servers = await start(scene);
    for (const clients of options.clients) {
      const rounds = await play(load, servers, { ...options, clients });
      console.log(`\n${clients} at a time\n\n${shown(rounds)}`);
    }
  } finally {
    await end();
  }
}

function optionsOf(args: string[]): StreamOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { repetitions: text, seconds: text, clients: text } });
  const positive = z.coerce.number<string>().positive();
  return {
    repetitions: positive.parse(values.repetitions ?? '3'),
    seconds: positive.parse(values.seconds ?? '6'),
    clients: z.array(positive).parse((values.clients ?? '1,16,64').split(',')),
  };
}

async function start(scene: Scene): Promise<Asked> {
  const agent = await scene.streamAgent();
  const [proxy, parley]: Listener[] = [await scene.streamProxy(agent), await scene.parley(agent)];
  return {
    agent: { url: agent.url, path: '/chat/completions' },
    proxy: { url: proxy?.url ?? '', path: '/' },
    parley: { url: parley?.url ?? '', path: '/chat' },
  };
}

async function play(
  load: Program,
  servers: Asked,
  { repetitions, seconds, clients }: { repetitions: number; seconds: number; clients: number },
): Promise<Servers[]> {
  const ask = async (name: keyof Servers, time = seconds): Promise<StreamReport> => {
    load.process.send({ ...servers[name], first: FIRST_WORD, clients, seconds: time });
    return streamReport.parse(await nextMessage(load.process));
  };
  await ask('parley', WARM_UP_S);
  const rounds: Servers[] = [];
  for (let round = 0; round < repetitions; round += 1)
    rounds.push({ agent: await ask('agent'), proxy: await ask('proxy'), parley: await ask('parley') });
  return rounds;
}

function shown(rounds: readonly Servers[]): string {
  const row = (name: keyof Servers): string[] => [
    name,
    spreadFigure(rounds.map((round) => round[name].streams / round[name].seconds)),
    spreadFigure(rounds.map((round) => round[name].firstP50Ms - round.agent.firstP50Ms)),
    spreadFigure(rounds.map((round) => round[name].firstP99Ms - round.agent.firstP99Ms)),
    spreadFigure(rounds.map((round) => round[name].wholeP50Ms)),
  ];
  const ratio = rounds.map(
    ({ parley, proxy }) => parley.streams / parley.seconds / (proxy.streams / proxy.seconds),
  );
  return table([
    ['server', 'answers/s', 'first word added, p50 ms', 'p99 ms', 'whole, p50 ms'],
    row('agent'),
    row('proxy'),
    row('parley'),
    ['Parley / proxy', spreadFigure(ratio), '', '', ''],
  ]);
}
