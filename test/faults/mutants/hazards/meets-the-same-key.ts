import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import { type Hazard } from './hazard.js';

/** A message comes to every replica at once, under one key. */
export const meetsTheSameKey: Hazard = async ({ caller, fleet }) => {
  const operation = begin(caller, await openEmpty(caller));
  const outcomes = await Promise.all(fleet.up.map(({ url }) => caller.send(operation, { url })));
  return outcomes.length > 1 && outcomes.every((outcome) => outcome === 200);
};
