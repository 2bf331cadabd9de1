import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import { type Hazard, happens, PATIENCE_MS, twoOf } from './hazard.js';
import { answersIn, turnsIn } from './looks.js';

/** Longest wait for an answer that must not come yet, in ms; shorter than a lease. */
const OVERTAKING_MS = 1000;

/** A second message comes to another replica while the answer to the first one is on its way to the database. */
export const overtakes: Hazard = async (scene) => {
  const { caller } = scene;
  const [slow, quick] = twoOf(scene);
  const room = await openEmpty(caller);
  const asleep = slow.meet('agent.answered', 'stop', PATIENCE_MS);
  const first = caller.send(begin(caller, room), { url: slow.url });
  const isMet = await asleep;
  const second = caller.send(begin(caller, room), { url: quick.url });
  const isBehind = await happens(async () => (await turnsIn(scene, room)) === 2);
  await happens(async () => (await answersIn(scene, room)) > 0, OVERTAKING_MS);
  slow.resume();
  await Promise.all([first, second]);
  return isMet && isBehind;
};
