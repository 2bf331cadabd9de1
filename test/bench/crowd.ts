import { makeConversations } from './conversations.js';
import { giveLoad } from './measure.js';
import type { Scene } from './scene.js';
import { figure, table } from './table.js';

const CLIENTS = 256;
const POOL_SIZE = 16;
const AGENT_MS = 2000;
/** The first crowd meets a server that has just started. */
const CROWDS = 3;

/** How long until all of a crowd are answered that comes at once, with fewer database connections than callers. */
export async function crowd(scene: Scene): Promise<string> {
  const agent = await scene.agent(AGENT_MS);
  const server = await scene.parley(agent, { DATABASE_POOL_SIZE: String(POOL_SIZE) });
  const rows: string[][] = [];
  for (let number = 1; number <= CROWDS; number += 1) {
    const clients = await makeConversations(scene.database.pool, { count: CLIENTS, messages: 10 });
    const pace = { kind: 'counted', turns: 1 } as const;
    const report = await giveLoad(scene, { url: server.url, clients, pace });
    rows.push([String(number), String(report.turns), figure(report.seconds), figure(report.p50Ms / 1000)]);
  }
  for (const program of [server, agent]) await program.stop();
  return table([
    ['crowd', 'answered', 'all after s', 'half after s'],
    ...rows,
    ['goal', '256', 'about 2.3', ''],
  ]);
}
