import type { NemesisGroup } from './nemesis.js';
import { agent } from './nemeses/agent.js';
import { postgres } from './nemeses/postgres.js';
import { kills, stops, terms } from './nemeses/processes.js';
import { redis } from './nemeses/redis.js';
import type { FaultOptions } from './options.js';

/** How far the clocks of two replicas are off, in ms. */
const CLOCK_SHIFTS_MS = [0, 3_600_000, -3_600_000];

/** What goes wrong in a run. */
export interface Plan {
  readonly groups: readonly NemesisGroup[];
  readonly clockShiftsMs: readonly number[];
}

/** All of them, or those that are asked for. @throws Error naming what there is, when something else is asked for */
export function planOf({ only, hasRedis }: FaultOptions, { canCrash }: { canCrash: boolean }): Plan {
  const all = [kills, stops, terms, postgres({ canCrash }), agent, ...(hasRedis ? [redis] : [])];
  const known = ['clock', ...all.flatMap(({ name, nemeses }) => [name, ...nemeses.map((one) => one.name)])];
  const strangers = only.filter((name) => !known.includes(name));
  if (strangers.length > 0)
    throw new Error(`--only ${strangers.join(',')}: there is ${[...new Set(known)].join(', ')}`);
  const isWanted = (...names: string[]): boolean =>
    only.length === 0 || names.some((name) => only.includes(name));
  const groups = all
    .map((group) => ({ ...group, nemeses: group.nemeses.filter(({ name }) => isWanted(name, group.name)) }))
    .filter(({ nemeses }) => nemeses.length > 0);
  const isAlone = groups.length === 1;
  return {
    groups: groups.map((group) => ({
      ...group,
      pauseMs: isAlone ? (group.alonePauseMs ?? group.pauseMs) : group.pauseMs,
    })),
    clockShiftsMs: isWanted('clock') ? CLOCK_SHIFTS_MS : [],
  };
}
