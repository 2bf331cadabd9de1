import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const serverLine = z.object({ url: z.string(), pid: z.number() });

/** Another process that uses an embedded server. */
export interface PostgresOwner {
  readonly url: string;
  /** Pid of the server, not of the process. */
  readonly pid: number;
  /** Ends the process in order; comes back when it is gone. */
  stop(): Promise<void>;
  /** `kill -9`; comes back when it is gone. */
  kill(): Promise<void>;
}

/** Starts `node` on the compiled wrapper, as the given account when there is one. */
export async function startPostgresOwner(
  dataDir: string,
  user?: { uid: number; gid: number },
): Promise<PostgresOwner> {
  const child = spawn(
    process.execPath,
    [join(process.env.PARLEY_TEST_RUN ?? '', 'build', 'test', 'support', 'own-postgres.js'), dataDir],
    {
      ...user,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  const { url, pid } = serverLine.parse(JSON.parse(await firstLine(child)));
  const end = async (how: () => void) => {
    if (child.exitCode === null && child.signalCode === null) how();
    await exited;
  };
  return {
    url,
    pid,
    stop: () => end(() => child.stdin.write('stop\n')),
    kill: () => end(() => child.kill('SIGKILL')),
  };
}

function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) =>
      reject(new Error(`The process ended with ${code} before it used the server`)),
    );
  });
}
