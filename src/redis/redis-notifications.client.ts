import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { NotificationsClient } from '../database/notifications.client.js';
import { type Channel, CHANNELS, Notifications } from '../database/notifications.js';
import { type RedisConnection, redisConnection } from './redis-connection.js';
import { RedisClient } from './redis.client.js';

/** A subscriber hears nothing for hours and must notice that its connection is gone: asked twice, it is silent no longer. */
const SILENCE_MS = 10_000;
const PING_MS = 4_000;
const RETRY_LONGEST_MS = 2000;

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
      await this.postgres.send(channel, payload); // Redis is not there, or has just gone.
    }
  }

  onApplicationBootstrap(): void {
    const address = this.settings.database.redis;
    if (!address) return;
    const subscriber = redisConnection(address, OPTIONS);
    subscriber.on('error', () => undefined); // It comes back by itself, and subscribes again.
    subscriber.on('message', (channel: string, payload: string) => this.deliver(channel, payload));
    subscriber.subscribe(...Object.values(CHANNELS)).catch(() => undefined); // Only when it is stopped first.
    this.timer = setInterval(() => ping(subscriber), PING_MS);
    this.subscriber = subscriber;
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
    this.subscriber?.disconnect();
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }
}

/** Nothing is asked of a connection that is gone: questions would pile up until it is back. */
function ping(subscriber: RedisConnection): void {
  if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined); // Silence ends the connection.
}

const OPTIONS = {
  maxRetriesPerRequest: null,
  socketTimeout: SILENCE_MS,
  connectTimeout: 1000,
  disconnectTimeout: 150, // A server that hangs does not hang up either.
  retryStrategy: (attempt: number): number => Math.min(100 * attempt, RETRY_LONGEST_MS),
};
