import { type BackendFactory, QueueKeys, RedisConnection as BullConnection, RedisQueueBackend } from 'bullmq';
import { ReplyError, type RedisOptions } from 'ioredis';
import type { RedisAddress } from '../config/redis-address.js';
import { type RedisConnection, redisConnection } from '../redis/redis-connection.js';
import { QueueConnection } from './queue-connection.js';

/** Of one slot: in a cluster a script may touch no other. */
const PREFIX = '{parley}';
const OFFER_WITHIN_MS = 250;
const WORK_WITHIN_MS = 5000;
const CONNECT_WITHIN_MS = 1000;
const RETRY_LONGEST_MS = 2000;
/** Longest wait for the other side to hang up as well. */
const GOODBYE_MS = 200;

/** Whoever waits for a pointer waits for ever; BullMQ watches over it. */
const WAITING = {
  maxRetriesPerRequest: null,
  connectTimeout: CONNECT_WITHIN_MS,
  disconnectTimeout: GOODBYE_MS,
  retryStrategy: (attempt: number) => Math.min(100 * attempt, RETRY_LONGEST_MS),
} satisfies RedisOptions;

/** Whoever works asks again himself: of what a lost connection left unanswered, ioredis would forget a part at the end. */
const WORKING = {
  ...WAITING,
  maxRetriesPerRequest: 0,
  commandTimeout: WORK_WITHIN_MS,
} satisfies RedisOptions;

/** Whoever offers is told at once; what comes too late for that may come while the process is busy. */
const OFFERING = {
  ...WAITING,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2 * OFFER_WITHIN_MS,
} satisfies RedisOptions;

/** The queue in Redis: one connection to offer, and where pointers are taken one to wait and one to work. */
export class RedisQueueConnection extends QueueConnection {
  override readonly offerWithinMs = OFFER_WITHIN_MS;
  private readonly clients: RedisConnection[] = [];
  private offering: RedisConnection | null = null;

  constructor(private readonly address: RedisAddress) {
    super();
  }

  override readonly backend: BackendFactory<RedisQueueBackend> = (name, options, uses) => {
    const isWorker = uses?.withBlockingConnection === true;
    const client = isWorker ? this.open(WORKING) : this.openOffering();
    const keys = new QueueKeys(PREFIX);
    const prefixed = { ...options, prefix: PREFIX };
    return new RedisQueueBackend(
      lent(client),
      name,
      keys.getKeys(name),
      (type) => keys.toKey(name, type),
      prefixed,
      isWorker ? lent(this.open(WAITING)) : undefined,
    );
  };

  override get isReady(): boolean {
    return this.offering?.status === 'ready';
  }

  /** A server that says no is there; one that says nothing may be behind a connection that is dead. */
  override failed(error: unknown): void {
    super.failed(error);
    if (error instanceof ReplyError) return;
    for (const client of this.clients) if (client.status === 'ready') client.disconnect(true);
  }

  protected override async cut(): Promise<void> {
    await Promise.all(this.clients.map((client) => hangUp(client)));
  }

  private openOffering(): RedisConnection {
    const client = this.open(OFFERING);
    client.on('close', () => this.lost(new Error('the connection ended'))); // Politely, which is no error.
    this.offering = client;
    return client;
  }

  private open(options: RedisOptions): RedisConnection {
    const client = redisConnection(this.address, options);
    client.on('error', (error) => this.lost(error)).on('ready', () => this.answered());
    this.clients.push(client);
    return client;
  }
}

/** For BullMQ, which is not to close it, and whose question for the version would be fatal if it stayed unanswered. */
const lent = (client: RedisConnection): BullConnection =>
  new BullConnection(client, { shared: true, blocking: false, skipVersionCheck: true });

async function hangUp(client: RedisConnection): Promise<void> {
  if (client.status === 'end') return;
  const ended = new Promise((resolve) => client.once('end', resolve));
  if (client.status === 'reconnecting') client.connect().catch(() => undefined); // Between two tries there is nothing to end.
  client.disconnect();
  await ended;
}
