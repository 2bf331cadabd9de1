import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'servers';

/** Notes in the folder of the run that this process is one of our servers, for a later run to end it if we can't. */
export function noteServer(pid: number | undefined): void {
  const run = process.env.PARLEY_TEST_RUN;
  if (run === undefined || pid === undefined) return;
  mkdirSync(join(run, FOLDER), { recursive: true });
  writeFileSync(join(run, FOLDER, String(pid)), '');
}

/** Ends the servers of a run that was killed before it could; a pid that is another program's by now is left alone. */
export function endOrphanServers(run: string): void {
  const folder = join(run, FOLDER);
  if (!existsSync(folder)) return;
  for (const pid of readdirSync(folder).map(Number)) if (isServer(pid)) process.kill(pid, 'SIGKILL');
}

/** Only where the system tells what a process runs (Linux). */
function isServer(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join('dist', 'src', 'main.js'));
  } catch {
    return false;
  }
}
