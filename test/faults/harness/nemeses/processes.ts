import { setTimeout as delay } from 'node:timers/promises';
import { pick } from '../../../support/history.js';
import { bring, patienceFor } from '../bringers.js';
import type { Nemesis, NemesisGroup } from '../nemesis.js';
import type { FaultReplica } from '../replica.js';
import type { Action } from '../orders.js';
import { between, type Scene } from '../scene.js';
import { LEASE_MS } from '../settings.js';
import { interrupt, restart } from '../stopping.js';

const KILL_AT_POINT: Nemesis = { name: 'kill/checkpoint', isHarsh: true, strike: atCheckpoint('kill') };

export const kills: NemesisGroup = {
  name: 'kill',
  pauseMs: 200,
  lanes: 3,
  nemeses: [
    ...Array.from({ length: 9 }, () => KILL_AT_POINT),
    { name: 'kill/anywhere', isHarsh: true, strike: (scene) => withAny(scene, async (one) => one.kill()) },
  ],
};

/** Pauses longer than a lease: whoever wakes up has lost what he held. */
export const stops: NemesisGroup = {
  name: 'stop',
  pauseMs: 4000,
  nemeses: [
    { name: 'stop/checkpoint', isHarsh: true, strike: atCheckpoint('stop') },
    { name: 'stop/anywhere', isHarsh: true, strike: (scene) => withAny(scene, (one) => pause(scene, one)) },
  ],
};

/** SIGTERM to one replica after another, as a rolling deploy sends it. */
export const terms: NemesisGroup = {
  name: 'term',
  pauseMs: 12_000,
  alonePauseMs: 3000,
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

function atCheckpoint(action: Action): Nemesis['strike'] {
  return (scene) =>
    scene.targets.aim(action, scene, async (replica, checkpoint) => {
      const met = replica.meet(checkpoint, action, patienceFor(checkpoint));
      scene.errands.begin(bring(scene, replica, checkpoint));
      await met;
      await wake(scene, replica, action);
    });
}

/** Whether it has come there or not: it may have been too late for us, and yet before it heard so. */
async function wake(scene: Scene, replica: FaultReplica, action: Action): Promise<void> {
  if (action === 'stop') await nap(scene, replica);
}

async function pause(scene: Scene, replica: FaultReplica): Promise<void> {
  replica.pause();
  await nap(scene, replica);
}

/** Lets it go on when what it held has been somebody else's for a while. */
async function nap(scene: Scene, replica: FaultReplica): Promise<void> {
  await delay(between(scene, LEASE_MS * 1.1, LEASE_MS * 2.2));
  replica.resume();
}

async function withAny(
  { fleet, random }: Scene,
  act: (replica: FaultReplica) => Promise<void>,
): Promise<void> {
  if (fleet.up.length > 0) await act(pick(fleet.up, random));
}
