import { CHECKPOINTS, type Checkpoint } from '../../../src/observability/checkpoints.js';
import { eventually } from '../../support/eventually.js';
import { pick } from '../../support/history.js';
import type { Fleet } from './fleet.js';
import type { FleetLog } from './fleet-log.js';
import type { Action } from './orders.js';
import type { FaultReplica } from './replica.js';

/** What counts as much as one hit: aims that missed, so that a checkpoint nobody comes to does not take all the time. */
const MISSES_PER_HIT = 3;

/** Longest wait for a replica. */
const PATIENCE_MS = 3000;

/** Which checkpoint of which replica is next. */
export class Targets {
  private readonly aims = new Map<string, number>();
  private readonly aimedAt = new Set<FaultReplica>();

  constructor(private readonly log: FleetLog) {}

  /** The checkpoint that was met least. */
  checkpoint(action: Action): Checkpoint {
    const scored = CHECKPOINTS.map((checkpoint) => ({ checkpoint, score: this.score(action, checkpoint) }));
    const least = Math.min(...scored.map(({ score }) => score));
    return scored.find(({ score }) => score === least)?.checkpoint ?? CHECKPOINTS[0];
  }

  /** Does it with one of the replicas that nobody else aims at; nothing where there is none for a while. */
  async aim(
    action: Action,
    { fleet, random }: { fleet: Fleet; random: () => number },
    shoot: (replica: FaultReplica, checkpoint: Checkpoint) => Promise<void>,
  ): Promise<void> {
    const free = await eventually(async () => this.free(fleet), PATIENCE_MS).catch(() => []);
    if (free.length === 0) return;
    const replica = pick(free, random);
    const checkpoint = this.checkpoint(action);
    this.note(action, checkpoint);
    this.aimedAt.add(replica);
    await shoot(replica, checkpoint).finally(() => this.aimedAt.delete(replica));
  }

  private free({ up }: Fleet): FaultReplica[] | null {
    const free = up.filter((replica) => !this.aimedAt.has(replica));
    return free.length > 0 ? free : null;
  }

  private score(action: Action, checkpoint: Checkpoint): number {
    const hits = this.log.hitsOf(action, checkpoint);
    const misses = (this.aims.get(`${action} ${checkpoint}`) ?? 0) - hits;
    return hits + misses / MISSES_PER_HIT;
  }

  private note(action: Action, checkpoint: Checkpoint): void {
    const key = `${action} ${checkpoint}`;
    this.aims.set(key, (this.aims.get(key) ?? 0) + 1);
  }
}
