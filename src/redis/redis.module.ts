import { Global, Module } from '@nestjs/common';
import { Notifications } from '../database/notifications.js';
import { RedisNotifications } from './redis-notifications.client.js';
import { RedisClient } from './redis.client.js';

/** The accelerator: one connection that fails fast for everybody, and wake-ups. Nothing depends on it. */
@Global()
@Module({
  providers: [RedisClient, { provide: Notifications, useClass: RedisNotifications }],
  exports: [RedisClient, Notifications],
})
export class RedisModule {}
