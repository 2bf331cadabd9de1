import type { Checkpoint } from '../../../src/observability/checkpoints.js';
import { pick } from '../../support/history.js';
import { retryFailure } from './crowd.js';
import { eraseSomething } from './erasing.js';
import type { FaultReplica } from './replica.js';
import type { Scene } from './scene.js';
import { interrupt } from './stopping.js';

type Bringer = (scene: Scene, replica: FaultReplica) => Promise<void>;

const erase: Bringer = ({ caller }, { url }) => eraseSomething(caller, url);

/** The replica takes over what another one has to leave. */
async function leaveToIt(scene: Scene, replica: FaultReplica): Promise<void> {
  const others = scene.fleet.up.filter((other) => other !== replica);
  if (others.length > 0) await interrupt(scene, pick(others, scene.random));
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

/** Sees to it that the replica comes to the checkpoint, where it would not by itself. */
export async function bring(scene: Scene, replica: FaultReplica, checkpoint: Checkpoint): Promise<void> {
  if (replica.isUp) await BRINGERS[checkpoint]?.(scene, replica);
}
