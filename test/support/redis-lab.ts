import { Logger } from '@nestjs/common';
import { loadSettings } from '../../src/config/settings.js';
import { RedisClient } from '../../src/redis/redis.client.js';
import { RedisListener } from '../../src/redis/redis-listener.js';
import { eventually } from './eventually.js';

/** Notes what it is told, oldest first. */
export class NotedListener extends RedisListener {
  readonly heard: ('lost' | 'back')[] = [];

  override lost(): void {
    this.heard.push('lost');
  }

  override back(): void {
    this.heard.push('back');
  }
}

/**
 * A client as the application makes and starts it, whatever Redis is like, that takes no busy machine for a Redis that hangs;
 * what it says in the log goes nowhere.
 */
export async function startClient(url?: string, listener?: RedisListener): Promise<RedisClient> {
  Logger.overrideLogger(false);
  const client = new RedisClient(loadSettings({ REDIS_URL: url, REDIS_TIMEOUT_MS: '1000' }), listener);
  await client.onModuleInit();
  return client;
}

/** A client that Redis answers, however busy the machine is. */
export async function connectedClient(url: string, listener?: RedisListener): Promise<RedisClient> {
  const client = await startClient(url, listener);
  await available(client);
  return client;
}

/** Comes back when Redis is used again. */
export const available = (client: RedisClient): Promise<true> =>
  eventually(async () => client.isAvailable || null);

/** Comes back when Redis is left alone. */
export const leftAlone = (client: RedisClient): Promise<true> =>
  eventually(async () => !client.isAvailable || null);
