import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Ticks of /proc; Linux shows 100 per second to every program, whatever it counts in. */
const TICK_MS = 10;

/** CPU time of a process and its threads so far, in ms: of /proc, else of `ps`; null where neither tells. */
export function cpuMs(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return psMs(pid);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Such as `0:03.41` or `1:02:03`. */
function psMs(pid: number): number | null {
  const { stdout } = spawnSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' });
  const parts = /^\s*(?:\d+:)?\d+:\d+(?:\.\d+)?\s*$/.test(stdout) ? stdout.trim().split(':') : null;
  return parts && parts.reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}

/** Memory of a process, shared pages counted by their share (PSS), in MB; null where the system doesn't tell. */
export function memoryMb(pid: number): number | null {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** Name of the program that runs under this pid. */
export const programName = (pid: number): string | null => read(`/proc/${pid}/comm`)?.trim() ?? null;

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // No such process, or no such system.
  }
}
