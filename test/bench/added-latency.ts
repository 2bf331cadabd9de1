import { makeConversations } from './conversations.js';
import type { LoadReport } from './load-order.js';
import { giveLoad } from './measure.js';
import type { Listener } from './program.js';
import type { Scene } from './scene.js';
import { spreadFigure, table } from './table.js';

const AGENT_MS = 100;
const PER_SECOND = 100;
/** Nobody asks again before the answer: each waits 2.56 s. */
const CLIENTS = 256;

interface Round {
  readonly agent: LoadReport;
  readonly reference: LoadReport;
  readonly parley: LoadReport;
}

/** What a server adds to a model of 100 ms at 100 turns/s, in the same round as the model alone. */
export async function addedLatency(
  scene: Scene,
  { repetitions, seconds }: { repetitions: number; seconds: number },
): Promise<string> {
  const agent = await scene.agent(AGENT_MS);
  const parley = await scene.parley(agent);
  const reference = await scene.reference(agent);
  const load = (server: Listener, time = seconds): Promise<LoadReport> => openLoad(scene, server, time);
  for (const server of [parley, reference]) await load(server, 10);
  const rounds: Round[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    rounds.push({ agent: await load(agent), reference: await load(reference), parley: await load(parley) });
  }
  for (const program of [parley, reference, agent]) await program.stop();
  const added = (server: 'reference' | 'parley'): string[] => [
    server,
    spreadFigure(rounds.map((round) => round[server].p50Ms - round.agent.p50Ms)),
    spreadFigure(rounds.map((round) => round[server].p99Ms - round.agent.p50Ms)),
  ];
  const alone = ['agent alone, whole', ...([0.5, 0.99] as const).map((share) => latencyOf(rounds, share))];
  return table([
    ['server', 'p50 ms added', 'p99 ms added'],
    alone,
    added('reference'),
    added('parley'),
    ['goal', '≤ 6, aim 4', '≤ 20, aim 10'],
  ]);
}

const latencyOf = (rounds: readonly Round[], share: 0.5 | 0.99): string =>
  spreadFigure(rounds.map(({ agent }) => (share === 0.5 ? agent.p50Ms : agent.p99Ms)));

async function openLoad(scene: Scene, { url }: Listener, seconds: number): Promise<LoadReport> {
  const clients = await makeConversations(scene.database.pool, { count: CLIENTS, messages: 10 });
  const pace = { kind: 'open', seconds, perSecond: PER_SECOND } as const;
  return giveLoad(scene, { url, clients, pace });
}
