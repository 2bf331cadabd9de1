import { setTimeout as delay } from 'node:timers/promises';
import type { FaultReplica } from './replica.js';
import type { Scene } from './scene.js';

/** How long calls of the agent hang before their replica is told to stop: some are to be under way. */
const HANG_MS = 300;
/** Longest wait for a successor. */
const RETURN_MS = 10_000;

/** SIGTERM; comes back when the successor takes requests, or after a while without one. */
export async function restart({ fleet }: Scene, replica: FaultReplica): Promise<void> {
  await replica.term();
  await fleet.sees(replica, RETURN_MS);
}

/** SIGTERM while the agent hangs, so that turns are interrupted and lines handed over. */
export async function interrupt(scene: Scene, replica: FaultReplica): Promise<void> {
  scene.agent.silentTo.add(replica.name);
  await delay(HANG_MS);
  await replica.term();
  scene.agent.silentTo.delete(replica.name);
}
