import { makeConversations } from './conversations.js';
import type { LoadReport } from './load-order.js';
import { giveLoad } from './measure.js';
import type { Scene } from './scene.js';
import { spreadFigure, table } from './table.js';

const LONG = 100_000;
const SHORT = 10;
/** Turns of one conversation in one repetition; so the short ones grow by as many questions and answers. */
const TURNS = 200;

/** What a turn takes at the end of a very long conversation, against one of ten messages; one client. */
export async function longHistory(scene: Scene, { repetitions }: { repetitions: number }): Promise<string> {
  const { pool } = scene.database;
  const agent = await scene.agent(0);
  const { url, ...server } = await scene.parley(agent);
  const long = await makeConversations(pool, { count: 1, messages: LONG });
  const ask = async (clients: typeof long): Promise<LoadReport> =>
    giveLoad(scene, { url, clients, pace: { kind: 'counted', turns: TURNS } });
  const askShort = async (): Promise<LoadReport> =>
    ask(await makeConversations(pool, { count: 1, messages: SHORT }));
  await pool.query('ANALYZE');
  for (let warmUp = 0; warmUp < 5; warmUp += 1) await askShort();
  const pairs: { long: LoadReport; short: LoadReport }[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const first = repetition % 2 === 0 ? await ask(long) : null;
    const short = await askShort();
    pairs.push({ long: first ?? (await ask(long)), short });
  }
  for (const program of [server, agent]) await program.stop();
  const p50s = (of: (pair: (typeof pairs)[number]) => number): string => spreadFigure(pairs.map(of));
  return table([
    ['messages', 'p50 ms'],
    [`${SHORT}`, p50s(({ short }) => short.p50Ms)],
    [`${LONG}`, p50s((pair) => pair.long.p50Ms)],
    ['ratio', p50s((pair) => pair.long.p50Ms / pair.short.p50Ms)],
    ['goal', '≤ 1.10, aim 1.05'],
  ]);
}
