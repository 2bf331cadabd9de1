import { Socket } from 'node:net';
import type { BackendFactory } from 'bullmq';
import { Pool } from 'pg';
import { GuardedClient } from '../database/guarded-client.js';
import { atMost } from './at-most.js';
import { QuietPostgresBackend } from './postgres-queue-backend.js';
import { PreparedConnection, QUEUE_SCHEMA } from './postgres-queue-schema.js';
import { QueueConnection } from './queue-connection.js';

/** One listens, one does all the rest. */
const MOST_CONNECTIONS = 2;
/** How long one that has nothing to do is kept: longer than the 30 s between two looks for what dead workers left. */
const IDLE_MS = 60_000;
/** Bounds of connecting and of a statement, so that a server that hangs is noticed. */
const ANSWER_WITHIN_MS = 5000;
const OFFER_WITHIN_MS = 2000;
/** Longest wait for a polite end. */
const GOODBYE_MS = 200;

/** The queue in PostgreSQL, on connections of its own: what it does must not wait for requests, nor they for it. */
export class PostgresQueueConnection extends QueueConnection {
  override readonly offerWithinMs = OFFER_WITHIN_MS;
  override readonly isReady = true;
  private readonly sockets = new Set<Socket>();
  private readonly pool: Pool;

  constructor(url: string | null) {
    super();
    this.pool = new Pool({
      connectionString: url ?? undefined,
      Client: GuardedClient,
      max: MOST_CONNECTIONS,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      statement_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
      stream: () => this.socket(),
      verify: (client, done) => client.query(`SET search_path TO ${QUEUE_SCHEMA}`, done),
    });
    this.pool.on('error', (error) => this.lost(error));
  }

  override readonly backend: BackendFactory<QuietPostgresBackend> = (name, options) =>
    new QuietPostgresBackend(new PreparedConnection(this.pool), name, { ...options, connection: this.pool });

  protected override async cut(): Promise<void> {
    const ended = this.pool.end();
    if (await atMost(GOODBYE_MS, ended)) return;
    for (const socket of this.sockets) socket.destroy();
    await ended;
  }

  private socket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    return socket.once('close', () => this.sockets.delete(socket));
  }
}
