import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RELEASE_LOCK, RENEW_LOCK } from '../redis/lock-scripts.js';
import { REDIS_KEYS } from '../redis/redis-keys.js';
import { RedisClient } from '../redis/redis.client.js';

/**
 * The lock in front of the lease: while somebody has it, nobody else troubles the database. It saves contention and
 * decides nothing; the lease on the conversation's row does. Where Redis can't say, everybody may go on.
 */
@Injectable()
export class ConversationLock {
  constructor(
    private readonly redis: RedisClient,
    private readonly settings: Settings,
  ) {}

  /** False: another run has it, for LOCK_TTL_MS at most after its last renewal. */
  async acquire(conversationId: string, token: string): Promise<boolean> {
    const { lockTtlMs } = this.settings.chat;
    const key = REDIS_KEYS.lock(conversationId);
    return this.redis
      .use((connection) => connection.set(key, token, 'PX', lockTtlMs, 'NX'))
      .then((answer) => answer === 'OK')
      .catch(() => true); // The lease decides.
  }

  /** Makes it last LOCK_TTL_MS from now; takes it if nobody has it. */
  async renew(conversationId: string, token: string): Promise<void> {
    const keys = [REDIS_KEYS.lock(conversationId)];
    await this.redis.run(RENEW_LOCK, keys, [token, this.settings.chat.lockTtlMs]).catch(() => undefined); // As above.
  }

  /** Gives it back if it is still that run's. */
  async release(conversationId: string, token: string): Promise<void> {
    await this.redis.run(RELEASE_LOCK, [REDIS_KEYS.lock(conversationId)], [token]).catch(() => undefined); // It expires.
  }
}
