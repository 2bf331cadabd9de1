import { eventually } from '../../support/eventually.js';
import { pick } from '../../support/history.js';
import { Balancer } from '../../support/replicas-balancer.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { FleetLog } from './fleet-log.js';
import { replyCutter } from './redis-replies.js';
import { FaultReplica, type Wires } from './replica.js';
import { REPLICA_SETTINGS } from './settings.js';
import { Spares } from './spares.js';

export interface FleetOptions {
  readonly count: number;
  /** Folder of the build to run. */
  readonly build: string;
  readonly databaseUrl: string;
  /** Null: the replicas do without. */
  readonly redisUrl: string | null;
  readonly agentUrl: string;
  /** How far each replica's clock is off, in ms, the first one's first; the others' are right. */
  readonly clockShiftsMs: readonly number[];
  readonly random: () => number;
}

/** Where nobody is. */
const NOWHERE = 'http://127.0.0.1:9';
/** Processes that are being made ready while all replicas run. */
const SPARES = 2;
/** Longest wait for all replicas to listen for the first time. */
const START_MS = 180_000;

/** The replicas, the wires that lead from them to their servers, and the balancer before them. */
export class Fleet {
  /** Rejects when a replica can have no successor. */
  readonly lives: Promise<unknown>;

  private constructor(
    readonly replicas: readonly FaultReplica[],
    readonly log: FleetLog,
    private readonly spares: Spares,
    private readonly routes: { balancer: Balancer<FaultReplica>; random: () => number },
  ) {
    this.lives = Promise.all(replicas.map((replica) => replica.live()));
    this.lives.catch(() => undefined); // `end` tells.
  }

  /** Comes back when all of them listen. @throws Error with their last words when they don't */
  static async start(options: FleetOptions): Promise<Fleet> {
    const spares = new Spares(options.build, options.count + SPARES);
    const log = new FleetLog();
    const replicas: FaultReplica[] = [];
    for (let index = 0; index < options.count; index += 1)
      replicas.push(await makeReplica(index, options, { spares, log }));
    const balancer = await Balancer.start(replicas);
    const fleet = new Fleet(replicas, log, spares, { balancer, random: options.random });
    await fleet.whole(START_MS).catch(async () => {
      await fleet.end();
      throw new Error(`The replicas do not start: ${log.ends.at(-1)?.lastWords ?? 'no word from them'}`);
    });
    return fleet;
  }

  /** Comes back when every replica takes requests. @throws Error when they don't within that time */
  async whole(patienceMs: number): Promise<void> {
    const { balancer } = this.routes;
    await eventually(
      async () => (balancer.open.length === this.replicas.length ? balancer : null),
      patienceMs,
    );
  }

  /** Comes back when that one takes requests, or after that time. */
  async sees(replica: FaultReplica, patienceMs: number): Promise<void> {
    const { balancer } = this.routes;
    await eventually(async () => (balancer.open.includes(replica) ? true : null), patienceMs).catch(
      () => null,
    );
  }

  get up(): FaultReplica[] {
    return this.replicas.filter(({ isUp }) => isUp);
  }

  /**
   * Where the balancer sends the next request: to one that is ready; where it knows of none, to any that is there, as
   * balancers do. `not`: rather not there.
   */
  address(not = NOWHERE): string {
    const { balancer, random } = this.routes;
    const there = this.replicas.filter(({ isThere }) => isThere);
    const ready = there.filter((replica) => balancer.open.includes(replica));
    const urls = (ready.length > 0 ? ready : there).map(({ url }) => url);
    const others = urls.filter((url) => url !== not);
    return pick(others.length > 0 ? others : [...urls, NOWHERE].slice(0, 1), random);
  }

  /** Ends whatever troubles processes and wires. */
  heal(): void {
    for (const replica of this.replicas) {
      replica.resume();
      for (const wire of wiresOf(replica.wires)) wire.heal();
    }
  }

  async end(): Promise<void> {
    this.spares.end();
    await this.routes.balancer.stop();
    await Promise.all(this.replicas.map((replica) => replica.end()));
    await Promise.all(this.replicas.flatMap(({ wires }) => wiresOf(wires)).map((wire) => wire.close()));
    await this.lives;
  }
}

const wiresOf = ({ postgres, redis }: Wires): TcpProxy[] => (redis ? [postgres, redis] : [postgres]);

async function makeReplica(
  index: number,
  { databaseUrl, redisUrl, agentUrl, clockShiftsMs }: FleetOptions,
  { spares, log }: { spares: Spares; log: FleetLog },
): Promise<FaultReplica> {
  const name = `replica-${index + 1}`;
  const postgres = await TcpProxy.start(databaseUrl);
  const redis = redisUrl === null ? null : await TcpProxy.start(redisUrl, replyCutter);
  const settings = {
    ...REPLICA_SETTINGS,
    AGENT_BASE_URL: agentUrl,
    AGENT_MODEL: name, // The agent knows its asker by that.
    DATABASE_URL: postgres.url,
    ...(redis && { REDIS_URL: redis.url }),
    LOG_LEVEL: index === 0 ? 'info' : 'warn', // One of them tells everything: nothing of a conversation may be in it.
  };
  return new FaultReplica({
    name,
    wires: { postgres, redis },
    spares,
    environment: (life) => ({ ...settings, PGAPPNAME: `${name}/${life}` }), // The audit tells lives apart by that.
    clockShiftMs: clockShiftsMs[index] ?? 0,
    onHit: (checkpoint, action) => log.noteHit(checkpoint, action),
    onLine: (line) => log.noteLine(line),
    onEnd: (end) => log.noteEnd(end),
    onReturn: (goneMs) => log.returns.push(goneMs),
  });
}
