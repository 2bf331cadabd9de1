import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory } from '../../support/history-checker.js';
import { explainContexts } from './context-check.js';
import { checkCounters } from './counter-check.js';
import { checkErasures } from './erasure-check.js';
import { checkMemories } from './memory-check.js';
import type { Scene } from './scene.js';

const POLL_MS = 100;

/** What was erased while Redis was away is forgotten there in the next round of seconds, and confirmed. */
const UNPURGED = `SELECT count(*)::int AS unpurged FROM conversations WHERE deleted_at IS NOT NULL AND purged_at IS NULL`;

/** How many turns are open when none is any more and all that was erased is forgotten, or after that time. */
export async function settle({ database }: Scene, patienceMs: number): Promise<number> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    const { open } = await database.store.count();
    const [row] = await database.store.query<{ unpurged: number }>(UNPURGED);
    if (open + (row?.unpurged ?? 0) === 0 || performance.now() > endsAt) return open;
    await delay(POLL_MS);
  }
}

/** Everything that is wrong with what is stored, remembered, logged and told, one sentence each, its kind first. */
export async function problemsOf(scene: Scene): Promise<string[]> {
  const { caller, fleet, agent, database } = scene;
  const { ledger } = caller;
  const stored = await database.store.read();
  return [
    ...checkHistory(ledger.operations, stored),
    ...explainContexts(stored, agent),
    ...(stored.open === 0 ? await checkCounters(database) : []),
    ...(await checkErasures(ledger, stored, scene)),
    ...(await checkMemories(stored, scene)),
    ...ledger.scandals,
    ...agent.foreign.map((note) => `foreign: ${note}`),
    ...[...fleet.log.toldTags].map((tag) => `logged: ${tag}`),
  ];
}
