import { setTimeout as delay } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import { Plague } from './nemesis.js';
import type { FaultOptions } from './options.js';
import type { FaultOutcome } from './outcome.js';
import { problemsOf, settle } from './problems.js';
import { setStage, type Stage } from './stage.js';

/** Calm before the trouble, so that what trouble costs can be told. */
const CALM_MS = { least: 3000, most: 10_000 };
/** Longest time from the end of the trouble until no turn may be open. */
const SETTLE_MS = 30_000;

/**
 * Callers talk, erase and ask again while everything goes wrong that the plan names; then it is healed, and what is stored
 * is compared with what everybody was told. `onProgress` hears each phase; `end` cuts the trouble short.
 */
export async function runFaults(
  options: FaultOptions,
  { onProgress, end }: { onProgress: (text: string) => void; end: AbortSignal },
): Promise<FaultOutcome> {
  const stage = await setStage(options);
  try {
    onProgress('all replicas are up');
    const played = await play(stage, options, end);
    onProgress('healed; now to what is stored');
    return await inspect(stage, options, played);
  } finally {
    await stage.clear();
  }
}

type Played = Pick<FaultOutcome, 'strikes' | 'open' | 'settledMs'>;

async function play({ scene, plan }: Stage, options: FaultOptions, end: AbortSignal): Promise<Played> {
  const { caller, errands, fleet, agent } = scene;
  const crowd = new Crowd(caller);
  const calmMs = Math.min(CALM_MS.most, Math.max(CALM_MS.least, options.seconds * 100));
  await Promise.race([wait(calmMs, end), crowd.callers, fleet.lives]);
  caller.ledger.phase = 'troubled';
  const plague = new Plague(scene, plan.groups);
  await Promise.race([wait(options.seconds * 1000, end), crowd.callers, plague.lanes, fleet.lives]);
  const stopped = plague.stop();
  fleet.heal(); // A strike may wait for somebody who sleeps.
  await stopped;
  fleet.heal();
  agent.heal();
  const healedAt = performance.now();
  await errands.done();
  await crowd.stop();
  const open = await settle(scene, healedAt + SETTLE_MS - performance.now());
  return { strikes: plague.strikes, open, settledMs: performance.now() - healedAt };
}

async function wait(ms: number, end: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: end }).catch(() => undefined);
}

async function inspect({ scene, plan }: Stage, options: FaultOptions, played: Played): Promise<FaultOutcome> {
  const { caller, fleet, agent, database } = scene;
  const problems = await problemsOf(scene);
  const { turns } = await database.store.count();
  const { ledger } = caller;
  const { calls: agentCalls, repeatedCalls } = agent;
  const figures = { agentCalls, repeatedCalls, turns, recoveriesMs: database.recoveriesMs };
  return { options, plan, ledger, log: fleet.log, ...played, ...figures, problems };
}
