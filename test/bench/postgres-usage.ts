import type pg from 'pg';
import { cpuMs, programName } from './process-usage.js';

/** CPU times by pid, in ms. */
export type PostgresUsage = ReadonlyMap<number, number>;

const PROCESSES = `
SELECT pid FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL)`;

/** CPU time so far of the server's own processes and of our database's; empty where the server runs elsewhere. */
export async function postgresUsage(pool: pg.Pool): Promise<PostgresUsage> {
  const { rows } = await pool.query<{ pid: number }>(PROCESSES);
  const usages = rows.map(({ pid }) => [pid, programName(pid) === 'postgres' ? cpuMs(pid) : null] as const);
  return new Map(usages.flatMap(([pid, ms]) => (ms === null ? [] : [[pid, ms] as const])));
}

/** CPU time between two looks, in ms; a process that was not there before began at 0. Null where nothing is known. */
export function usageBetween(before: PostgresUsage, after: PostgresUsage): number | null {
  if (after.size === 0) return null;
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}
