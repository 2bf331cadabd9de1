import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import type { Cluster } from './postgres-cluster.js';
import { joinServer } from './postgres-guard.js';
import { choosePort, rememberPort } from './postgres-port.js';
import { findLiveServer, logTail, removeMistakenPidFile, spawnServer } from './postgres-process.js';

/** A server that takes connections, and this process' share in it. */
export interface JoinedServer {
  readonly pid: number;
  readonly port: number;
  readonly guard: Client;
  /** False when the server was already running: an orphan, or another process is using it. */
  readonly isNew: boolean;
}

const POLL_MS = 20;
const RETRY_MS = 250;
/** After the death of all processes the kernel may take seconds to free their shared memory. */
const REFUSAL_PATIENCE_MS = 5000;
/** Recovery after a crash replays the write-ahead log first. */
const READY_PATIENCE_MS = 300_000;

/**
 * Joins the cluster's running server, or starts one and joins that. Waits for a server that is starting, recovering
 * or stopping; of several processes that start at once one starts the server and the others join it.
 * @param settings server settings for a server that has to be started
 * @throws EmbeddedPostgresError with the server's own last words when it refuses for 5 s, or isn't ready in 5 min
 */
export async function openServer(cluster: Cluster, settings: Record<string, string>): Promise<JoinedServer> {
  const started = performance.now();
  const attempt = new Attempt(cluster, settings);
  for (;;) {
    const joined = await attempt.join();
    if (joined !== null) return joined;
    const waitedMs = performance.now() - started;
    if (waitedMs > (attempt.refused ? REFUSAL_PATIENCE_MS : READY_PATIENCE_MS)) throw attempt.failure();
    await delay(attempt.refused ? RETRY_MS : POLL_MS);
  }
}

/** One start: keeps at most one server process of ours alive and joins whichever server holds the cluster. */
class Attempt {
  private child: ChildProcess | null = null;
  private spawnFailure: Error | null = null;
  refused = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly settings: Record<string, string>,
  ) {}

  async join(): Promise<JoinedServer | null> {
    const live = findLiveServer(this.cluster);
    if (live === null) return this.spawnUnlessBusy();
    if (live.port === null) return null;
    const guard = await joinServer(this.cluster, live.port);
    if (guard === null) return null;
    rememberPort(this.cluster, live.port);
    return { pid: live.pid, port: live.port, guard, isNew: live.pid === this.child?.pid };
  }

  failure(): EmbeddedPostgresError {
    const reason = this.spawnFailure?.message ?? logTail(this.cluster);
    return new EmbeddedPostgresError(`the server on ${this.cluster.dataDir} doesn't start:\n${reason}`);
  }

  private async spawnUnlessBusy(): Promise<null> {
    const isBusy = this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
    if (isBusy && this.spawnFailure === null) return null;
    this.refused = this.child !== null;
    removeMistakenPidFile(this.cluster);
    this.spawnFailure = null;
    this.child = spawnServer(this.cluster, await choosePort(this.cluster), this.settings);
    this.child.once('error', (error) => (this.spawnFailure = error));
    return null;
  }
}
