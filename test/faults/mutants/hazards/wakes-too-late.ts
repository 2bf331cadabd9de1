import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import type { FaultReplica } from '../../harness/replica.js';
import type { Room } from '../../harness/rooms.js';
import type { Scene } from '../../harness/scene.js';
import { type Hazard, happens, PATIENCE_MS, twoOf } from './hazard.js';
import { answersIn, refusalsOf } from './looks.js';

/** Who has an answer ready sleeps over his lease, and wakes up while another one thinks about the same turn. */
export const wakesWhileAnotherThinks: Hazard = async (scene) => {
  const [sleeper, taker] = twoOf(scene);
  const { room, asked, isAsleep } = await fallAsleep(scene, sleeper);
  const isTaken = isAsleep && (await taker.meet('agent.asked', 'stop', PATIENCE_MS));
  const hasTried = await wake(scene, sleeper, room);
  taker.resume();
  await asked;
  return isTaken && hasTried;
};

/** He wakes up when another one has already answered. */
export const wakesAfterTheAnswer: Hazard = async (scene) => {
  const [sleeper] = twoOf(scene);
  const { room, asked, isAsleep } = await fallAsleep(scene, sleeper);
  const isAnswered = isAsleep && (await happens(async () => (await answersIn(scene, room)) > 0));
  const hasTried = await wake(scene, sleeper, room);
  await asked;
  return isAnswered && hasTried;
};

async function fallAsleep(
  { caller }: Scene,
  sleeper: FaultReplica,
): Promise<{ room: Room; asked: Promise<void>; isAsleep: boolean }> {
  const room = await openEmpty(caller);
  const asleep = sleeper.meet('agent.answered', 'stop', PATIENCE_MS);
  const asked = caller.insist(begin(caller, room), sleeper.url);
  return { room, asked, isAsleep: await asleep };
}

/** True when he has tried to end the turn, refused or not. */
async function wake(scene: Scene, sleeper: FaultReplica, room: Room): Promise<boolean> {
  const tries = async (): Promise<number> =>
    (await refusalsOf(scene, sleeper)) + (await answersIn(scene, room));
  const before = await tries();
  sleeper.resume();
  return happens(async () => (await tries()) > before);
}
