import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from '../../support/history-checker.js';
import { checkCounters } from './counter-check.js';
import { Crowd } from './crowd.js';
import { checkErasures } from './erasure-check.js';
import { checkMemories } from './memory-check.js';
import { Plague } from './nemesis.js';
import type { FaultOptions } from './options.js';
import type { FaultOutcome } from './outcome.js';
import type { Scene } from './scene.js';
import { setStage, type Stage } from './stage.js';

/** Calm before the trouble, so that what trouble costs can be told. */
const CALM_MS = { least: 3000, most: 10_000 };
/** Longest time from the end of the trouble until no turn may be open. */
export const SETTLE_MS = 30_000;
const POLL_MS = 100;

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
  const { caller, fleet, agent } = scene;
  const crowd = new Crowd(caller);
  await wait(Math.min(CALM_MS.most, Math.max(CALM_MS.least, options.seconds * 100)), end);
  caller.ledger.phase = 'troubled';
  const plague = new Plague(scene, plan.groups);
  await wait(options.seconds * 1000, end);
  await plague.stop();
  fleet.heal();
  agent.heal();
  const healedAt = performance.now();
  await crowd.stop();
  const open = await settle(scene, healedAt + SETTLE_MS);
  return { strikes: plague.strikes, open, settledMs: performance.now() - healedAt };
}

async function wait(ms: number, end: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: end }).catch(() => undefined);
}

/** How many turns are open when none is any more, or at that time of the monotonic clock. */
async function settle({ database }: Scene, endsAt: number): Promise<number> {
  for (;;) {
    const { open } = await database.store.count();
    if (open === 0 || performance.now() > endsAt) return open;
    await delay(POLL_MS);
  }
}

async function inspect({ scene, plan }: Stage, options: FaultOptions, played: Played): Promise<FaultOutcome> {
  const { caller, fleet, agent, database } = scene;
  const { ledger } = caller;
  const stored = await database.store.read();
  const problems = [
    ...checkHistory(ledger.operations, stored),
    ...(played.open === 0 ? await checkCounters(database) : []),
    ...(await checkErasures(ledger, stored, scene)),
    ...(await checkMemories(stored, scene)),
    ...ledger.scandals,
    ...agent.foreign.map((note) => `foreign: ${note}`),
    ...[...fleet.log.toldTags].map((tag) => `logged: ${tag}`),
  ];
  const counts = { agentCalls: agent.calls, turns: stored.turns };
  return { options, plan, ledger, log: fleet.log, ...played, ...counts, problems };
}
