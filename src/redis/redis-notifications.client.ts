import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { NotificationsClient } from '../database/notifications.client.js';
import { type Channel, CHANNELS, Notifications } from '../database/notifications.js';
import { inTime } from '../in-time.js';
import { type RedisConnection, redisConnection } from './redis-connection.js';
import { RedisClient } from './redis.client.js';

/** A subscriber may hear nothing for hours; so it is asked whether its connection is there, and again when Redis fails. */
const PING_MS = 1000;
const PONG_WITHIN_MS = 500;
/** Sooner than the client, which waits longer before it uses Redis again: who publishes is to be heard. */
const RETRY_MS = 100;

/**
 * Wakes by Redis while it answers, else by PostgreSQL; hears both, on a Redis connection of its own. Whoever is woken
 * twice looks twice, and that is all.
 */
@Injectable()
export class RedisNotifications
  extends Notifications
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly handlers = new Map<string, ((payload: string) => void)[]>();
  private subscriber: RedisConnection | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isChecking = false;

  constructor(
    private readonly redis: RedisClient,
    private readonly postgres: NotificationsClient,
    private readonly settings: Settings,
  ) {
    super();
  }

  override on(channel: Channel, handler: (payload: string) => void): void {
    this.postgres.on(channel, handler);
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
  }

  override onGap(handler: () => void): void {
    this.postgres.onGap(handler);
  }

  override async send(channel: Channel, payload: string): Promise<void> {
    try {
      await this.redis.use((connection) => connection.publish(channel, payload));
    } catch {
      void this.check(); // Redis is not there, or has just gone, perhaps without a word.
      await this.postgres.send(channel, payload);
    }
  }

  onApplicationBootstrap(): void {
    const address = this.settings.database.redis;
    if (!address) return;
    const subscriber = redisConnection(address, OPTIONS);
    subscriber.on('error', () => undefined); // It comes back by itself, and subscribes again.
    subscriber.on('message', (channel: string, payload: string) => this.deliver(channel, payload));
    subscriber.subscribe(...Object.values(CHANNELS)).catch(() => undefined); // Only when it is stopped first.
    this.subscriber = subscriber;
    this.timer = setInterval(() => void this.check(), PING_MS);
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
    this.subscriber?.disconnect();
  }

  /** Ends a connection on which no answer comes: it makes itself anew, and subscribes again. */
  private async check(): Promise<void> {
    const { subscriber } = this;
    if (this.isChecking || !subscriber || !isConnected(subscriber)) return;
    this.isChecking = true;
    const isAlive = await inTime(subscriber.ping(), PONG_WITHIN_MS).then(
      () => true,
      () => false,
    );
    this.isChecking = false;
    if (!isAlive && isConnected(subscriber)) subscriber.disconnect(true);
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }
}

const isConnected = ({ status }: RedisConnection): boolean => status === 'ready';

const OPTIONS = {
  maxRetriesPerRequest: null,
  connectTimeout: 1000,
  disconnectTimeout: 150, // A server that hangs does not hang up either.
  retryStrategy: (): number => RETRY_MS,
};
