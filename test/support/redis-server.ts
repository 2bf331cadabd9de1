import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Redis server of a test's own. It ends with the process that started it, however that ends. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** SIGSTOP freezes it and leaves its connections open, SIGCONT wakes it. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it like `kill -9`, frozen or not, and comes back when it is gone. */
  stop(): Promise<void>;
}

export interface RedisOptions {
  /** Where it listens, such as the place of one that ended; else a free port. */
  readonly port?: number;
  /** Takes the server in WebAssembly, even where another is installed. */
  readonly engine?: 'wasm';
}

/** How to run a server, and what it says once it listens. */
interface Engine {
  readonly command: readonly string[];
  readonly ready: RegExp;
}

const INSTALLED = ['redis-server', 'valkey-server'];
const WITHOUT_DISK = ['--save', '', '--appendonly', 'no'];
/** Another process may take the port that was free. */
const ATTEMPTS = 5;

/**
 * Runs the server named, tells its pid, and ends it when stdin ends: with whoever started this. It holds no other end of
 * the server's output, which therefore ends with the server.
 */
const GUARD = `
"$@" 2>&1 &
echo "pid $!"
exec >&- 2>&-
trap '' INT TERM HUP
read -r _
kill -9 $!
wait $!
`;

/**
 * Starts `redis-server` or `valkey-server` where one is on PATH, else Valkey in WebAssembly; empty, without a file, on 127.0.0.1.
 * @throws Error with its output, when it ends before it listens
 */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    try {
      return await launch(engineOn(port, options), port);
    } catch (error) {
      if (options.port !== undefined || attempt === ATTEMPTS) throw error;
    }
  }
}

function engineOn(port: number, { engine }: RedisOptions): Engine {
  const installed = engine === 'wasm' ? null : findInstalled();
  if (installed !== null) {
    const command = [installed, '--port', String(port), '--bind', '127.0.0.1', ...WITHOUT_DISK];
    return { command, ready: /Ready to accept connections/ };
  }
  return { command: [process.execPath, ...wasmProgram(), String(port)], ready: /^Listens on/m };
}

/** As a run of Jest has compiled it, as an ES module; else from its source, which is none there. */
function wasmProgram(): string[] {
  const run = process.env.PARLEY_TEST_RUN;
  if (run !== undefined) return [join(run, 'build', 'test', 'support', 'valkey-server.js')];
  const loader = join(__dirname, '..', 'bench', 'load-typescript.mjs');
  return ['--import', loader, join(__dirname, 'valkey-server.ts')];
}

function findInstalled(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const places = INSTALLED.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => existsSync(place)) ?? null;
}

async function launch({ command, ready }: Engine, port: number): Promise<TestRedis> {
  const guard = spawn('sh', ['-c', GUARD, 'sh', ...command], {
    cwd: tmpdir(),
    detached: true, // A signal for the group of the tests, such as that of Ctrl-C, must not end the guard first.
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(guard, 'exit');
  const stop = async (): Promise<void> => {
    guard.stdin.end();
    await ended;
  };
  try {
    const pid = await pidOf(guard, ready);
    const signal = (name: NodeJS.Signals): void => void process.kill(pid, name);
    return { url: `redis://127.0.0.1:${port}`, port, pid, signal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server's pid, once it listens. */
function pidOf(guard: ChildProcess, ready: RegExp): Promise<number> {
  let text = '';
  return new Promise((resolve, reject) => {
    guard.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const pid = /^pid (\d+)$/m.exec(text)?.[1];
      if (pid !== undefined && ready.test(text)) resolve(Number(pid));
    });
    guard.once('error', reject);
    guard.stdout?.once('end', () => reject(new Error(`Redis ended before it listened:\n${text}`)));
  });
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}
