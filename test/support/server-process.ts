import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { settingsOf } from './database.js';
import { noteServer } from './orphan-servers.js';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built server as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has written to stdout and stderr so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  readonly exited: Promise<Exit>;
  /** Sends SIGTERM, or the signal named, and waits for the end. */
  stop(name?: NodeJS.Signals): Promise<Exit>;
}

export interface ServerProcessOptions {
  readonly databaseUrl: string;
  /** Settings besides, REDIS_URL too; `undefined` unsets one. */
  readonly env?: Record<string, string | undefined>;
}

const root = join(__dirname, '..', '..');
let isPrepared = false;
const LISTENING = /Parley listens on (http:\/\/[^\s"\\]+)/;

/**
 * Starts `node dist/src/main.js` on a free port and waits until it listens. It leads a process group of its own. Where
 * the sources are newer than dist they are built first.
 * @throws Error with the output, when it ends before it listens
 */
export async function startServer(options: ServerProcessOptions): Promise<ServerProcess> {
  prepareOnce();
  const env = { HOST: '127.0.0.1', ...settingsOf(options.databaseUrl), ...options.env };
  const flags = ['--max-semi-space-size=32', '--v8-pool-size=1', '--no-maglev'];
  return launch([process.execPath, ...flags, join(root, 'dist', 'src', 'main.js')], env);
}

/** Runs `npm start` with nothing set but the folder of its data and a free port; signals go to npm. */
export async function startWithNpm(dataDir: string): Promise<ServerProcess> {
  prepareOnce();
  return launch(['npm', 'start'], { PARLEY_DATA_DIR: dataDir });
}

async function launch(
  [program = '', ...args]: readonly string[],
  env: Record<string, string | undefined>,
): Promise<ServerProcess> {
  const child = spawn(program, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, PORT: '0', ...env },
  });
  noteServer(child.pid);
  const { output, url } = listen(child);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return describeProcess(child, { url: await url, output, exited });
}

/** Once per spec file: a look at all sources holds up every client and stand-in of the test. */
function prepareOnce(): void {
  if (!isPrepared) execFileSync(process.execPath, [join(root, 'scripts', 'prepare.mjs')]);
  isPrepared = true;
}

function describeProcess(
  child: ChildProcess,
  known: Pick<ServerProcess, 'url' | 'output' | 'exited'>,
): ServerProcess {
  const signal = (name: NodeJS.Signals): void => {
    child.kill(name);
  };
  const stop = (name: NodeJS.Signals = 'SIGTERM'): Promise<Exit> => {
    signal(name);
    return known.exited;
  };
  return { ...known, pid: child.pid ?? 0, signal, stop };
}

function listen(child: ChildProcess): { output: () => string; url: Promise<string> } {
  let text = '';
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const found = LISTENING.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`The server ended before it listened:\n${text}`)));
  });
  return { output: () => text, url };
}
