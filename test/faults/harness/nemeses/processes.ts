import { setTimeout as delay } from 'node:timers/promises';
import type { Checkpoint } from '../../../../src/observability/checkpoints.js';
import { pick } from '../../../support/history.js';
import { bring, patienceFor } from '../bringers.js';
import type { Nemesis, NemesisGroup } from '../nemesis.js';
import type { FaultReplica } from '../replica.js';
import { between, type Scene } from '../scene.js';
import { LEASE_MS } from '../settings.js';
import { interrupt, restart } from '../stopping.js';

const KILL_AT_POINT: Nemesis = { name: 'kill/checkpoint', isHarsh: true, strike: killAtPoint };

export const kills: NemesisGroup = {
  name: 'kill',
  pauseMs: 500,
  lanes: 3,
  nemeses: [
    ...Array.from({ length: 5 }, () => KILL_AT_POINT),
    { name: 'kill/anywhere', isHarsh: true, strike: (scene) => withAny(scene, async (one) => one.kill()) },
  ],
};

/** Pauses longer than a lease: whoever wakes up has lost what he held. */
export const stops: NemesisGroup = {
  name: 'stop',
  pauseMs: 4000,
  nemeses: [
    { name: 'stop/checkpoint', isHarsh: true, strike: stopAtPoint },
    { name: 'stop/anywhere', isHarsh: true, strike: (scene) => withAny(scene, (one) => sleep(scene, one)) },
  ],
};

/** SIGTERM to one replica after another, as a rolling deploy sends it. */
export const terms: NemesisGroup = {
  name: 'term',
  pauseMs: 8000,
  nemeses: [
    {
      name: 'term/peaceful',
      isHarsh: false,
      strike: (scene) => withAny(scene, (one) => restart(scene, one)),
    },
    {
      name: 'term/agent-hangs',
      isHarsh: true,
      strike: (scene) => withAny(scene, (one) => interrupt(scene, one)),
    },
  ],
};

async function killAtPoint(scene: Scene): Promise<void> {
  await scene.targets.aim('kill', scene, async (replica, checkpoint) => {
    const met = replica.meet(checkpoint, 'kill', patienceFor(checkpoint));
    await Promise.all([met, bring(scene, replica, checkpoint)]);
  });
}

async function stopAtPoint(scene: Scene): Promise<void> {
  await scene.targets.aim('stop', scene, async (replica, checkpoint) => {
    await Promise.all([stopAt(scene, replica, checkpoint), bring(scene, replica, checkpoint)]);
  });
}

async function stopAt(scene: Scene, replica: FaultReplica, checkpoint: Checkpoint): Promise<void> {
  if (await replica.meet(checkpoint, 'stop', patienceFor(checkpoint))) await wake(scene, replica);
}

async function withAny(
  { fleet, random }: Scene,
  act: (replica: FaultReplica) => Promise<void>,
): Promise<void> {
  if (fleet.up.length > 0) await act(pick(fleet.up, random));
}

async function sleep(scene: Scene, replica: FaultReplica): Promise<void> {
  replica.pause();
  await wake(scene, replica);
}

/** Lets it go on when what it held has been somebody else's for a while. */
async function wake(scene: Scene, replica: FaultReplica): Promise<void> {
  await delay(between(scene, LEASE_MS * 1.1, LEASE_MS * 2.2));
  replica.resume();
}
