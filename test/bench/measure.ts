import { setTimeout as delay } from 'node:timers/promises';
import { makeConversations } from './conversations.js';
import { type ChatAsks, type LoadOrder, loadReport, type LoadReport } from './load-order.js';
import { type PostgresUsage, postgresUsage, usageBetween } from './postgres-usage.js';
import { cpuMs, memoryMb } from './process-usage.js';
import { type Listener, nextMessage } from './program.js';
import { scriptsRun } from './redis-usage.js';
import type { Scene } from './scene.js';

/** A conversation that memory has a use for. */
const MESSAGES = 10;

/** One run of one server; null where the system doesn't tell. */
export interface Figures {
  readonly turnsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number | null;
  readonly postgresMs: number | null;
  readonly loadMs: number;
  /** Scripts that Redis ran in a turn: tells whether Parley left Redis alone. */
  readonly redisScripts: number;
  readonly memoryMb: number | null;
}

/** Asks the server in these conversations. @throws Error with the first answer that was none */
export function giveLoad(
  scene: Scene,
  { clients, ...order }: Omit<LoadOrder, 'asks'> & Pick<ChatAsks, 'clients'>,
): Promise<LoadReport> {
  return sendLoad(scene, { ...order, asks: { kind: 'chat', clients, message: scene.message } });
}

/** @throws Error with the first answer that was none */
export async function sendLoad(scene: Scene, order: LoadOrder): Promise<LoadReport> {
  scene.load.process.send(order);
  const report = loadReport.parse(await nextMessage(scene.load.process));
  if (report.failures > 0)
    throw new Error(`${report.failures} requests failed: ${report.firstFailure ?? ''}`);
  return report;
}

export async function warmUp(
  scene: Scene,
  { url }: Listener,
  { clients: count, turns }: { clients: number; turns: number },
): Promise<void> {
  const clients = await makeConversations(scene.database.pool, { count, messages: MESSAGES });
  await giveLoad(scene, { url, clients, pace: { kind: 'counted', turns } });
}

/** What processes have used so far. */
interface Usage {
  readonly serverMs: number | null;
  readonly postgres: PostgresUsage;
  readonly redisScripts: number;
}

/** Each client asks in a fresh conversation of ten messages, which grows as it goes. */
export async function measureClosed(
  scene: Scene,
  server: Listener,
  { clients: count, seconds }: { clients: number; seconds: number },
): Promise<Figures> {
  const clients = await makeConversations(scene.database.pool, { count, messages: MESSAGES });
  const before = await usage(scene, server);
  const memory = delay(seconds * 900).then(() => memoryMb(server.pid));
  const pace = { kind: 'closed', seconds } as const;
  const report = await giveLoad(scene, { url: server.url, clients, pace });
  const after = await usage(scene, server);
  return { ...figures(report, before, after), memoryMb: await memory };
}

async function usage({ database, redisUrl }: Scene, server: Listener): Promise<Usage> {
  return {
    serverMs: cpuMs(server.pid),
    postgres: await postgresUsage(database.pool),
    redisScripts: await scriptsRun(redisUrl),
  };
}

function figures(report: LoadReport, before: Usage, after: Usage): Omit<Figures, 'memoryMb'> {
  const perTurn = (value: number | null): number | null => value && value / report.turns;
  return {
    turnsPerSecond: report.turns / report.seconds,
    p50Ms: report.p50Ms,
    p99Ms: report.p99Ms,
    cpuMs: perTurn(after.serverMs && after.serverMs - (before.serverMs ?? 0)),
    postgresMs: perTurn(usageBetween(before.postgres, after.postgres)),
    loadMs: report.cpuMs / report.turns,
    redisScripts: (after.redisScripts - before.redisScripts) / report.turns,
  };
}
