import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.js';
import { freePort } from './redis-server.js';
import { makeTemporaryFolder } from './temporary-folder.js';

/** Servers that make one Redis together. */
export interface RedisArrangement {
  /** What REDIS_URL takes. */
  readonly url: string;
  /** In a cluster they are alike; behind a sentinel the primary is the first. */
  readonly servers: readonly ArrangedServer[];
  stop(): Promise<void>;
}

export interface ArrangedServer {
  readonly port: number;
  kill(): Promise<void>;
}

const SLOTS = 16_384;
const PRIMARY = 'parley-primary';
/** Ends the server with whoever started it, however that ends. */
const GUARD = '"$@" > /dev/null 2>&1 & read -r _; kill -9 $!; wait $!';
/** Far from the default, for a test waits. */
const SENTINEL_SETTINGS = { 'down-after-milliseconds': 500, 'failover-timeout': 2000 };

/** Valkey in WebAssembly is one server and no more. */
export const canArrange = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'redis-server')));

/** A cluster of three primaries with a third of the slots each. */
export async function startCluster(): Promise<RedisArrangement> {
  const folder = makeTemporaryFolder();
  const servers = await Promise.all([1, 2, 3].map((node) => startNode(folder, `nodes-${node}.conf`)));
  const share = Math.ceil(SLOTS / servers.length);
  for (const [index, { port }] of servers.entries()) {
    const last = Math.min(share * (index + 1), SLOTS) - 1;
    await asking(port, (redis) => redis.cluster('ADDSLOTSRANGE', share * index, last));
    await asking(port, (redis) => redis.cluster('MEET', '127.0.0.1', servers[0]?.port ?? 0));
  }
  for (const { port } of servers)
    await says(port, (redis) => redis.cluster('INFO'), /cluster_state:ok[\s\S]*cluster_known_nodes:3/);
  return arrangement(`redis+cluster://${addresses(servers)}`, servers, folder);
}

/** A primary, its replica, and a sentinel that replaces the one by the other. */
export async function startSentinel(): Promise<RedisArrangement> {
  const folder = makeTemporaryFolder();
  const primary = await startServer(folder, []);
  const replica = await startServer(folder, ['--replicaof', '127.0.0.1', String(primary.port)]);
  await says(primary.port, (redis) => redis.info('replication'), /slave0:.*state=online/);
  const settings = Object.entries(SENTINEL_SETTINGS).map(([name, ms]) => `sentinel ${name} ${PRIMARY} ${ms}`);
  const file = join(folder, 'sentinel.conf');
  writeFileSync(
    file,
    [`sentinel monitor ${PRIMARY} 127.0.0.1 ${primary.port} 1`, ...settings, ''].join('\n'),
  );
  const sentinel = await startServer(folder, [], [file, '--sentinel']);
  await says(sentinel.port, (redis) => redis.info('sentinel'), /slaves=1/);
  return arrangement(
    `redis+sentinel://${addresses([sentinel])}/${PRIMARY}`,
    [primary, replica, sentinel],
    folder,
  );
}

const startNode = (folder: string, file: string): Promise<ArrangedServer> =>
  startServer(folder, ['--cluster-enabled', 'yes', '--cluster-config-file', file]);

async function startServer(folder: string, options: string[], first: string[] = []): Promise<ArrangedServer> {
  const port = await freePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const disk = first.length > 0 ? [] : ['--save', '', '--appendonly', 'no'];
  const guard = spawn('sh', ['-c', GUARD, 'sh', 'redis-server', ...first, ...place, ...disk, ...options], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(guard, 'exit');
  const kill = async (): Promise<void> => {
    guard.stdin.end();
    await ended;
  };
  await says(port, (redis) => redis.ping(), /PONG/);
  return { port, kill };
}

function arrangement(url: string, servers: ArrangedServer[], folder: string): RedisArrangement {
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, servers, stop };
}

const addresses = (servers: readonly ArrangedServer[]): string =>
  servers.map(({ port }) => `127.0.0.1:${port}`).join(',');

/** Comes back when the server answers so. */
const says = (port: number, question: (redis: Redis) => Promise<unknown>, answer: RegExp): Promise<true> =>
  eventually(async () => {
    const text = await asking(port, question).catch(() => '');
    return answer.test(String(text)) || null;
  });

async function asking<T>(port: number, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 0, retryStrategy: null });
  redis.on('error', () => undefined); // The question fails.
  return question(redis).finally(() => redis.disconnect());
}
