import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Cluster, programOptions } from './postgres-cluster.js';

/** A server that is running on a cluster, whoever started it; it may not be ready yet. */
export interface LiveServer {
  readonly pid: number;
  /** `null` until the server has written it down. */
  readonly port: number | null;
}

const LOG_LIMIT_BYTES = 10_000_000;
const LOG_TAIL_CHARACTERS = 2000;

/** What the cluster's pid file says, if that process lives and is PostgreSQL; else `null`. */
export function findLiveServer(cluster: Pick<Cluster, 'dataDir'>): LiveServer | null {
  const [pidLine, , , portLine] = readPidFile(cluster);
  const pid = Number.parseInt(pidLine ?? '', 10);
  if (!(pid > 0) || !isPostgres(pid)) return null;
  const port = Number.parseInt(portLine ?? '', 10);
  return { pid, port: port > 0 ? port : null };
}

/** Removes a pid file whose number now belongs to another program: PostgreSQL would take that one for a server. */
export function removeMistakenPidFile(cluster: Cluster): void {
  const pid = Number.parseInt(readPidFile(cluster)[0] ?? '', 10);
  if (pid > 0 && isAlive(pid) && !isPostgres(pid)) rmSync(pidFile(cluster), { force: true });
}

/**
 * Starts a server that outlives this process and its terminal.
 * @param settings server settings besides those that make it reachable from this machine only
 */
export function spawnServer(cluster: Cluster, port: number, settings: Record<string, string>): ChildProcess {
  const log = openLog(cluster);
  const all = { ...SETTINGS, ...settings, port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    const child = spawn(join(cluster.binaries, 'postgres'), ['-D', cluster.dataDir, ...flags], {
      ...programOptions(cluster),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Asks the server to end its sessions, write everything down and exit. */
export function stopFast(server: LiveServer): void {
  signal(server.pid, 'SIGINT');
}

/** Makes the server exit at once; the next start recovers from the write-ahead log. */
export function stopImmediately(server: LiveServer): void {
  signal(server.pid, 'SIGQUIT');
}

/** The last lines that the server wrote, for an error message. */
export function logTail(cluster: Cluster): string {
  return readFileSync(logFile(cluster), 'utf8')
    .slice(-LOG_TAIL_CHARACTERS)
    .trim()
    .split('\n')
    .slice(-4)
    .join('\n');
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  log_checkpoints: 'off',
};

const pidFile = (cluster: Pick<Cluster, 'dataDir'>): string => join(cluster.dataDir, 'postmaster.pid');
const logFile = (cluster: Cluster): string => join(cluster.home, 'postgres.log');

function openLog(cluster: Cluster): number {
  const file = logFile(cluster);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

function readPidFile(cluster: Pick<Cluster, 'dataDir'>): string[] {
  try {
    return readFileSync(pidFile(cluster), 'utf8').split('\n');
  } catch {
    return []; // No server has this cluster open.
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone, which is what was asked for.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A pid alone proves nothing: after a reboot or in a container the number is soon someone else's. */
function isPostgres(pid: number): boolean {
  try {
    return basename(commandOf(pid)).startsWith('postgres');
  } catch {
    return false; // There is no such process.
  }
}

/** The program of a process; empty for a dead one that nobody has waited for yet. */
function commandOf(pid: number): string {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
  if (process.platform === 'win32') return isAlive(pid) ? 'postgres' : '';
  return execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).trim();
}
