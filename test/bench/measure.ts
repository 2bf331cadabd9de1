import { setTimeout as delay } from 'node:timers/promises';
import { makeConversations } from './conversations.js';
import { type LoadOrder, loadReport, type LoadReport } from './load-order.js';
import { postgresUsage, usageBetween } from './postgres-usage.js';
import { cpuMs, memoryMb } from './process-usage.js';
import { type Listener, nextMessage } from './program.js';
import type { Scene } from './scene.js';

/** Small talk: no lookup in the knowledge base, so that both servers have the same to do. */
export const MESSAGE = 'Thank you very much!';
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
  readonly memoryMb: number | null;
}

/** Asks the server in fresh conversations. @throws Error with the first answer that was none */
export async function giveLoad(scene: Scene, order: LoadOrder): Promise<LoadReport> {
  scene.load.process.send(order);
  const report = loadReport.parse(await nextMessage(scene.load.process));
  if (report.failures > 0) throw new Error(`${report.failures} turns failed: ${report.firstFailure ?? ''}`);
  return report;
}

export async function measureClosed(
  scene: Scene,
  server: Listener,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Figures> {
  const conversations = await makeConversations(scene.database.pool, { count: clients, messages: MESSAGES });
  const before = { server: cpuMs(server.pid), postgres: await postgresUsage(scene.database.pool) };
  const memory = delay(seconds * 900).then(() => memoryMb(server.pid));
  const report = await giveLoad(scene, {
    url: server.url,
    clients: conversations,
    message: MESSAGE,
    pace: { kind: 'closed', seconds },
  });
  const after = { server: cpuMs(server.pid), postgres: await postgresUsage(scene.database.pool) };
  const perTurn = (ms: number | null): number | null => (ms === null ? null : ms / report.turns);
  return {
    turnsPerSecond: report.turns / report.seconds,
    p50Ms: report.p50Ms,
    p99Ms: report.p99Ms,
    cpuMs: perTurn(difference(before.server, after.server)),
    postgresMs: perTurn(usageBetween(before.postgres, after.postgres)),
    loadMs: report.cpuMs / report.turns,
    memoryMb: await memory,
  };
}

const difference = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : after - before;
