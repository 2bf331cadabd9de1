import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Listener, stopProcess } from './program.js';

const root = join(__dirname, '..', '..');
const LISTENING = /Parley listens on (http:\/\/[^\s"\\]+)/;
const POLL_MS = 5;

/** Everything is on; the limits are such that no load of ours reaches them. */
const SETTINGS = {
  HOST: '127.0.0.1',
  PORT: '0',
  JWT_SECRET: 'a secret that is known to the bench alone',
  LOG_HASH_KEY: 'a key that is known to the bench',
  RATE_LIMIT_PER_DEVICE: '1000000',
  RATE_LIMIT_PER_IP: '10000000',
};

/** As `npm start` has them. */
const NODE_FLAGS = ['--max-semi-space-size=32', '--v8-pool-size=1', '--no-maglev'];

/** A Parley that runs. */
export interface Parley extends Listener {
  readonly readyMs: number;
  /** What it has logged as a warning or worse. */
  complaints(): string[];
}

/** The built server with the settings of a real one: it logs, to a file, and takes tokens. */
export async function startParley(logFile: string, env: Readonly<Record<string, string>>): Promise<Parley> {
  const startedAt = performance.now();
  const child = launch(logFile, env);
  for (;;) {
    const said = readFileSync(logFile, 'utf8');
    const url = LISTENING.exec(said)?.[1];
    const readyMs = performance.now() - startedAt;
    if (url !== undefined) {
      const complaints = (): string[] => readFileSync(logFile, 'utf8').split('\n').filter(isComplaint);
      return {
        process: child,
        pid: child.pid ?? 0,
        url,
        readyMs,
        complaints,
        stop: () => stopProcess(child),
      };
    }
    if (child.exitCode !== null) throw new Error(`Parley ended before it listened:\n${said}`);
    await delay(POLL_MS);
  }
}

function launch(logFile: string, env: Readonly<Record<string, string>>): ChildProcess {
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [...NODE_FLAGS, join(root, 'dist', 'src', 'main.js')], {
    cwd: root,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...SETTINGS, ...env },
  });
  closeSync(log);
  return child;
}

/** A line that is no JSON is a warning of Node's, or a stack. */
const isComplaint = (line: string): boolean =>
  line.startsWith('{') ? /"level":"(?:warn|error|fatal)"/.test(line) : /warning|error/i.test(line);
