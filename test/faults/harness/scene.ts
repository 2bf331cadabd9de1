import type { FaultAgent } from './agent.js';
import type { Caller } from './caller.js';
import type { Errands } from './errands.js';
import type { FaultDatabase } from './database.js';
import type { Fleet } from './fleet.js';
import type { FaultRedis } from './redis.js';
import type { Targets } from './targets.js';

/** Everything that a nemesis can lay its hands on. */
export interface Scene {
  readonly database: FaultDatabase;
  /** Null: the replicas do without. */
  readonly redis: FaultRedis | null;
  readonly agent: FaultAgent;
  readonly fleet: Fleet;
  readonly caller: Caller;
  readonly errands: Errands;
  readonly targets: Targets;
  readonly random: () => number;
}

/** A whole number of ms between the two. */
export const between = ({ random }: Pick<Scene, 'random'>, least: number, most: number): number =>
  Math.round(least + random() * (most - least));
