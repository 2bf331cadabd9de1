import { seededRandom } from '../../support/history.js';
import { FaultAgent } from './agent.js';
import { Caller } from './caller.js';
import { Errands } from './errands.js';
import { FaultDatabase } from './database.js';
import { Fleet } from './fleet.js';
import { type Plan, planOf } from './groups.js';
import { Ledger } from './ledger.js';
import type { FaultOptions } from './options.js';
import { FaultRedis } from './redis.js';
import type { Scene } from './scene.js';
import { Targets } from './targets.js';

/** Everything that a run needs, running. */
export interface Stage {
  readonly scene: Scene;
  readonly plan: Plan;
  /** Ends it all. */
  clear(): Promise<void>;
}

/** @throws Error when something does not start; nothing is left running then */
export async function setStage(options: FaultOptions): Promise<Stage> {
  const undo: (() => Promise<void>)[] = [];
  const clear = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await build(options, (step) => undo.push(step))), clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function build(
  options: FaultOptions,
  onClear: (step: () => Promise<void>) => void,
): Promise<Omit<Stage, 'clear'>> {
  const random = seededRandom(options.seed);
  const database = await FaultDatabase.make(process.env.TEST_DATABASE_URL, options.sql);
  onClear(() => database.remove());
  const plan = planOf(options, database);
  const redis = options.hasRedis ? await FaultRedis.start() : null;
  onClear(async () => redis?.stop());
  const agent = await FaultAgent.start(random);
  onClear(() => agent.close());
  const fleet = await Fleet.start({
    count: options.replicas,
    build: options.build,
    databaseUrl: database.url,
    redisUrl: redis?.url ?? null,
    agentUrl: agent.url,
    clockShiftsMs: plan.clockShiftsMs,
    random,
  });
  onClear(() => fleet.end());
  const caller = new Caller((not) => fleet.address(not), new Ledger(), random);
  const targets = new Targets(fleet.log);
  const errands = new Errands();
  return { scene: { database, redis, agent, fleet, caller, errands, targets, random }, plan };
}
