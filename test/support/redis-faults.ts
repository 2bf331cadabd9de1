import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { isPushed, replyCutter } from '../faults/harness/redis-replies.js';
import { eventually } from './eventually.js';
import { startRedis, type TestRedis } from './redis-server.js';
import { type Tamper, TcpProxy } from './tcp-proxy.js';

/** What is done to a Redis, for how long it lasts, and whether nobody can miss it who asks it. */
export interface RedisFault {
  readonly name: string;
  readonly isNoticed: boolean;
  readonly strike: (redis: FaultyRedis, lastsMs: number) => Promise<void>;
}

/** A Redis that hangs, is gone or lies is so for that long, and then so long well that it is used again. */
const ILL_MS = 400;
const WELL_MS = 1200;
const FLUSH_MS = 100;
/** Each way: less than anybody waits for an answer, and more. */
const SLOW_MS = 30;
const TOO_SLOW_MS = 200;

export const REDIS_FAULTS: readonly RedisFault[] = [
  {
    name: 'is killed and back, empty, again and again',
    isNoticed: true,
    strike: (redis, lastsMs) =>
      again(lastsMs, {
        on: () => redis.kill(),
        off: () => redis.revive(),
      }),
  },
  {
    name: 'hangs again and again',
    isNoticed: true,
    strike: (redis, lastsMs) =>
      again(lastsMs, {
        on: () => redis.server.signal('SIGSTOP'),
        off: () => redis.server.signal('SIGCONT'),
      }),
  },
  {
    name: 'forgets everything ten times a second',
    isNoticed: false,
    strike: (redis, lastsMs) => redis.flush(lastsMs),
  },
  { name: 'is slow', isNoticed: false, strike: (redis, lastsMs) => slow(redis, SLOW_MS, lastsMs) },
  {
    name: 'is slower than anybody waits',
    isNoticed: true,
    strike: (redis, lastsMs) => slow(redis, TOO_SLOW_MS, lastsMs),
  },
  {
    name: 'is at the end of wires that die without a word',
    isNoticed: true,
    strike: ({ proxy }, lastsMs) => again(lastsMs, { on: () => proxy.hang(), off: () => proxy.abandon() }),
  },
  {
    name: 'gives everybody the answer to another question',
    isNoticed: true,
    strike: ({ proxy }, lastsMs) =>
      again(lastsMs, {
        on: () => {
          proxy.tamper = crossed();
        },
        off: () => proxy.heal(),
      }),
  },
];

/** A Redis of a test's own behind a wire that can be slow, dead or confused. */
export class FaultyRedis {
  private constructor(
    public server: TestRedis,
    readonly proxy: TcpProxy,
  ) {}

  static async start(): Promise<FaultyRedis> {
    const server = await startRedis();
    return new FaultyRedis(server, await TcpProxy.start(server.url, replyCutter));
  }

  /** By way of the wire. */
  get url(): string {
    return this.proxy.url;
  }

  kill(): Promise<void> {
    return this.server.stop();
  }

  /** Starts an empty one at the place of the one that was killed. */
  async revive(): Promise<void> {
    const { port } = this.server;
    this.server = await eventually(() => startRedis({ port }).catch(() => null));
  }

  /** Makes it forget everything again and again, its scripts too. */
  async flush(lastsMs: number): Promise<void> {
    const client = new Redis(this.server.url);
    for (const endsAt = performance.now() + lastsMs; performance.now() < endsAt;) {
      await Promise.all([client.flushall(), client.script('FLUSH')]);
      await delay(FLUSH_MS);
    }
    client.disconnect();
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.server.stop();
  }
}

/** The one and then the other, at least once. */
async function again(lastsMs: number, { on, off }: { on: () => unknown; off: () => unknown }): Promise<void> {
  const endsAt = performance.now() + lastsMs;
  do {
    await on();
    await delay(ILL_MS);
    await off();
    await delay(WELL_MS);
  } while (performance.now() < endsAt);
}

async function slow({ proxy }: FaultyRedis, latencyMs: number, lastsMs: number): Promise<void> {
  proxy.latencyMs = latencyMs;
  await delay(lastsMs);
  proxy.heal();
}

/** Everybody gets the reply to the question before, whoever had asked it. */
function crossed(): Tamper {
  let before: Buffer | null = null;
  return (reply) => {
    if (isPushed(reply)) return reply;
    const given = before ?? reply;
    before = reply;
    return given;
  };
}
