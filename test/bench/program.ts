import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(__dirname, '..', '..');
const loader = join(__dirname, 'load-typescript.mjs');

const place = z.object({ url: z.string() });

/** A TypeScript program of test/bench/programs in a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A program that listens. */
export interface Listener extends Program {
  readonly url: string;
}

export function startProgram(name: string, env: Readonly<Record<string, string>> = {}): Program {
  const child = fork(join(__dirname, 'programs', `${name}.ts`), {
    cwd: root,
    execArgv: ['--import', loader],
    env: { PATH: process.env.PATH, ...env },
  });
  return { process: child, pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

/** Starts a program whose first message says where it listens. */
export async function startListener(name: string, env?: Readonly<Record<string, string>>): Promise<Listener> {
  const program = startProgram(name, env);
  return { ...program, ...place.parse(await nextMessage(program.process)) };
}

/** What the program says next. @throws Error when it ends instead */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const options = { signal: over.signal };
  const ended = once(child, 'exit', options).then((): never => {
    throw new Error('a program of the bench ended before its time');
  });
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', options), ended]);
    return message;
  } finally {
    over.abort();
    ended.catch(() => undefined); // Aborted: nobody waits for the end any more.
  }
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
