import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, DATABASE_NAME, openCluster } from './postgres-cluster.js';
import { leaveServer } from './postgres-guard.js';
import { findLiveServer, stopFast, stopImmediately } from './postgres-process.js';
import { type JoinedServer, openServer } from './postgres-start.js';

export interface EmbeddedPostgresOptions {
  /** Folder that holds, or will hold, the database; made when missing. */
  readonly dataDir: string;
  /** Told in one line each what happens to the server. */
  readonly log?: (message: string) => void;
  /** Server settings besides our own; only a server that isn't running yet takes them. */
  readonly settings?: Record<string, string>;
}

const STOP_PATIENCE_MS = 20_000;
const POLL_MS = 20;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5000;

/**
 * A real PostgreSQL server for one data folder, reachable from this machine only and with a password.
 * Several processes share it: the first one starts it, the others join, the last one to stop stops it. A server that
 * dies is started again on the same port; one whose processes all died is found again by the next start.
 * @throws EmbeddedPostgresError saying what is wrong and what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => undefined, settings = {} } = options;
  const cluster = await openCluster(dataDir);
  const server = await openServer(cluster, settings);
  const verb = server.isNew ? 'started' : 'found running';
  log(`Embedded PostgreSQL ${verb} on port ${server.port}, its data are in ${cluster.home}`);
  return new EmbeddedPostgres(cluster, server, { log, settings });
}

type Running = Required<Pick<EmbeddedPostgresOptions, 'log' | 'settings'>>;

/** This process' share in a running embedded server. */
export class EmbeddedPostgres {
  readonly url: string;
  private readonly stopping = new AbortController();
  private revival: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly cluster: Cluster,
    private server: JoinedServer,
    private readonly options: Running,
  ) {
    this.url = `postgres://${DATABASE_NAME}:${cluster.password}@127.0.0.1:${server.port}/${DATABASE_NAME}`;
    this.watch();
  }

  /** Pid of the server's first process. */
  get pid(): number {
    return this.server.pid;
  }

  /** Leaves the server and, as its last user, stops it and waits for its end; once, however often it is called. */
  stop(): Promise<void> {
    this.stopped ??= this.leave();
    return this.stopped;
  }

  private watch(): void {
    this.server.guard.once('end', () => {
      if (!this.stopping.signal.aborted) this.revival = this.revive();
    });
  }

  private async revive(): Promise<void> {
    this.options.log('Embedded PostgreSQL is gone: starting it again');
    for (let backoffMs = FIRST_BACKOFF_MS; !this.stopping.signal.aborted; backoffMs *= 2) {
      try {
        this.server = await openServer(this.cluster, this.options.settings);
        this.watch();
        this.options.log(`Embedded PostgreSQL is back on port ${this.server.port}`);
        return;
      } catch (error) {
        this.options.log(String(error));
      }
      await this.pause(Math.min(backoffMs, LONGEST_BACKOFF_MS));
    }
  }

  /** Cut short by stop(). */
  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async leave(): Promise<void> {
    this.stopping.abort();
    await this.revival;
    const isLast = await leaveServer(this.server.guard).catch(() => false); // A dead server needs no stop.
    if (isLast) await this.shutDown();
    await this.server.guard.end().catch(() => undefined); // The server's end was its end, too.
  }

  private async shutDown(): Promise<void> {
    const server = findLiveServer(this.cluster);
    if (server === null) return;
    stopFast(server);
    const started = performance.now();
    while (findLiveServer(this.cluster)?.pid === server.pid) {
      if (performance.now() - started > STOP_PATIENCE_MS) stopImmediately(server);
      await delay(POLL_MS);
    }
  }
}
