import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Exit } from './server-process.js';

/** How a program ended, and what it wrote. */
export interface Outcome extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** A signal for the program once it says that. */
export interface Interruption {
  readonly after: RegExp;
  readonly signal: NodeJS.Signals;
}

const root = join(__dirname, '..', '..');
/** Nobody waits longer than this for a program to end. */
const PATIENCE_MS = 60_000;

/**
 * Runs a JavaScript file of the project, by its path, with arguments to its end; dist is built first where the sources are
 * newer. It gets no variable but PATH and those named.
 */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  interruption?: Interruption,
): Promise<Outcome> {
  execFileSync(process.execPath, [join(root, 'scripts', 'prepare.mjs')]);
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject).once('exit', (code, signal) => resolve({ code, signal }));
  });
  if (interruption) interrupt(child, interruption);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { ...(await exited), stdout, stderr };
}

function interrupt(child: ChildProcess, { after, signal }: Interruption): void {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (after.test(said) && !child.killed) child.kill(signal);
    });
  }
}
