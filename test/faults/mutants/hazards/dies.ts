import { setTimeout as delay } from 'node:timers/promises';
import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import { type Hazard, happens, PATIENCE_MS, twoOf } from './hazard.js';

/** Longest wait for an answer that nobody may be told yet, in ms. */
const TELLING_MS = 2000;

/** Dies before the message is stored; its caller asks somebody else. */
export const diesBeforeStoring: Hazard = async (scene) => {
  const { caller } = scene;
  const [victim, other] = twoOf(scene);
  const operation = begin(caller, await openEmpty(caller));
  const killed = victim.meet('accept.begun', 'kill', PATIENCE_MS);
  await caller.send(operation, { url: victim.url });
  const isMet = await killed;
  await caller.insist(operation, other.url);
  return isMet;
};

/** Dies over a message whose caller trusts that it is answered, and does not ask again. */
export const diesWhileThinking: Hazard = async (scene) => {
  const { caller } = scene;
  const [victim] = twoOf(scene);
  const operation = begin(caller, await openEmpty(caller));
  const killed = victim.meet('agent.asked', 'kill', PATIENCE_MS);
  await caller.send(operation, { url: victim.url, headers: { Prefer: 'respond-async' } });
  return killed;
};

/** Dies with an answer that has not reached the database; its caller asks again elsewhere. */
export const diesBeforeTheCommit: Hazard = async (scene) => {
  const { caller } = scene;
  const [victim, other] = twoOf(scene);
  const wire = victim.wires.postgres;
  const operation = begin(caller, await openEmpty(caller));
  const asleep = victim.meet('agent.asked', 'stop', PATIENCE_MS);
  const asked = caller.send(operation, { url: victim.url });
  const isMet = await asleep;
  wire.hang();
  victim.resume();
  await Promise.race([asked, delay(TELLING_MS)]);
  wire.isRefusing = true;
  wire.cut(); // Before the end of the process, so that nothing of what is held back is ever delivered.
  victim.kill();
  await asked;
  await happens(async () => !victim.isThere);
  wire.heal();
  await caller.insist(operation, other.url);
  return isMet;
};
