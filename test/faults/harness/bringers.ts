import type { Checkpoint } from '../../../src/observability/checkpoints.js';
import { pick } from '../../support/history.js';
import { retryFailure } from './crowd.js';
import { eraseSomething } from './erasing.js';
import { begin } from './habits.js';
import { openEmpty } from './hall.js';
import type { FaultReplica } from './replica.js';
import type { Scene } from './scene.js';
import { DRAIN_MS, GRACE_MS } from './settings.js';
import { interrupt } from './stopping.js';

type Bringer = (scene: Scene, replica: FaultReplica) => Promise<void>;

const erase: Bringer = ({ caller }, { url }) => eraseSomething(caller, url);

/** The replica takes over what another one has to leave. */
async function leaveToIt(scene: Scene, replica: FaultReplica): Promise<void> {
  const others = scene.fleet.up.filter((other) => other !== replica);
  if (others.length > 0) await interrupt(scene, pick(others, scene.random));
}

/** Traffic leads it there by itself nearly always, but may take its time. */
async function talkToIt({ caller }: Scene, { url }: FaultReplica): Promise<void> {
  const room = await openEmpty(caller);
  await caller.send(begin(caller, room), { url });
}

/** How a replica is brought to checkpoints that everyday traffic leads to seldom. */
const BRINGERS: Partial<Record<Checkpoint, Bringer>> = {
  'reopen.held': ({ caller }, { url }) => retryFailure(caller, url),
  'line.given_back': interrupt,
  'pointer.queued': interrupt,
  'pointer.taken': leaveToIt,
  'erase.stored': erase,
  'erase.told': erase,
};

/** Longest wait, in ms, for a replica to come to a checkpoint: it may have to be interrupted first. */
const PATIENCE_MS = 2500;
const LONG_PATIENCE_MS = DRAIN_MS + GRACE_MS + 3000;
const INTERRUPTING: readonly Checkpoint[] = ['line.given_back', 'pointer.queued', 'pointer.taken'];

export const patienceFor = (checkpoint: Checkpoint): number =>
  INTERRUPTING.includes(checkpoint) ? LONG_PATIENCE_MS : PATIENCE_MS;

/** Sees to it that the replica comes to the checkpoint, where it would not by itself. */
export async function bring(scene: Scene, replica: FaultReplica, checkpoint: Checkpoint): Promise<void> {
  if (replica.isUp) await (BRINGERS[checkpoint] ?? talkToIt)(scene, replica);
}
