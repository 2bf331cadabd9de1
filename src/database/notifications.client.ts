import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { Settings } from '../config/settings.js';
import { DatabaseClient } from './database.client.js';
import { type Channel, CHANNELS, Notifications } from './notifications.js';
import type { Statement } from './statement.js';

const NOTIFY: Statement = { name: 'notify', text: 'SELECT pg_notify($1, $2)' };
const RECONNECT_FIRST_MS = 100;
const RECONNECT_LONGEST_MS = 5_000;
/** Bounds of connecting and asking, so that a server that hangs is noticed. */
const ANSWER_WITHIN_MS = 5_000;
const PING_MS = 30_000;

/** LISTEN and NOTIFY on a connection of its own that comes back by itself. */
@Injectable()
export class NotificationsClient
  extends Notifications
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly logger = new Logger(NotificationsClient.name);
  private readonly handlers = new Map<string, ((payload: string) => void)[]>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly gapHandlers: (() => void)[] = [];
  private hasListened = false;
  private isStopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly database: DatabaseClient,
  ) {
    super();
  }

  override on(channel: Channel, handler: (payload: string) => void): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
  }

  override onGap(handler: () => void): void {
    this.gapHandlers.push(handler);
  }

  override async send(channel: Channel, payload: string): Promise<void> {
    try {
      await this.database.run(NOTIFY, [channel, payload]);
    } catch (error) {
      this.logger.warn(`Notification lost on ${channel}: ${String(error)}`);
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.connect(RECONNECT_FIRST_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.stopTimer();
    await this.client?.end();
  }

  private async connect(nextDelayMs: number): Promise<void> {
    const client = new Client({
      connectionString: this.settings.database.url ?? undefined,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    const reconnect = this.reconnectOnce(client, nextDelayMs);
    client.on('error', reconnect);
    client.on('end', reconnect);
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
    try {
      await client.connect();
      await client.query(
        Object.values(CHANNELS)
          .map((channel) => `LISTEN ${channel}`)
          .join(';'),
      );
      await this.hold(client, reconnect);
    } catch {
      reconnect(); // The reason is the database's being away, which readiness reports.
    }
  }

  private async hold(client: Client, reconnect: () => void): Promise<void> {
    if (this.isStopped) return client.end(); // The stop came while we connected.
    this.client = client;
    this.timer = setInterval(() => void client.query('SELECT 1').catch(reconnect), PING_MS);
    if (this.hasListened) for (const handler of this.gapHandlers) handler();
    this.hasListened = true;
  }

  private reconnectOnce(client: Client, delayMs: number): () => void {
    let isDone = false;
    return () => {
      if (isDone || this.isStopped) return;
      isDone = true;
      const wasConnected = this.client === client;
      this.client = null;
      this.stopTimer();
      void client.end().catch(() => undefined); // It is broken already.
      const next = wasConnected ? RECONNECT_FIRST_MS : Math.min(delayMs * 2, RECONNECT_LONGEST_MS);
      this.timer = setTimeout(() => void this.connect(next), wasConnected ? RECONNECT_FIRST_MS : delayMs);
    };
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer); // Ends an interval as well.
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }
}
