import type { Erasure, Ledger } from './ledger.js';
import type { FleetLog } from './fleet-log.js';
import type { FaultOptions } from './options.js';
import type { Plan } from './groups.js';

/** What a run came to, before it is judged. */
export interface FaultOutcome {
  readonly options: FaultOptions;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly log: FleetLog;
  /** How often each nemesis has struck. */
  readonly strikes: ReadonlyMap<string, number>;
  readonly agentCalls: number;
  readonly repeatedCalls: number;
  /** How long it took, each time, until a message was answered after PostgreSQL was killed, in ms. */
  readonly recoveriesMs: readonly number[];
  readonly turns: number;
  /** Turns that had not ended 30 s after the last thing was healed, and how long it took until none was open, in ms. */
  readonly open: number;
  readonly settledMs: number;
  /** Everything that is wrong, one sentence each, its kind first. */
  readonly problems: readonly string[];
}

export const doneOf = (erasures: readonly Erasure[]): number =>
  erasures.filter(({ doneAt }) => doneAt !== null).length;
