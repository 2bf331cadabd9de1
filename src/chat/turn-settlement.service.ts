import { Injectable } from '@nestjs/common';
import { CHANNELS, Notifications } from '../database/notifications.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import { entryText, type MemoryEntry } from '../memory/memory-entry.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { RedisClient } from '../redis/redis.client.js';
import { RedisUnavailableError } from '../redis/redis.errors.js';
import { settle } from '../redis/settle.js';

/** What a turn leaves behind besides its rows. */
export interface TurnRemains {
  readonly conversationId: string;
  readonly turnId: string;
  /** Null: whatever is remembered of the conversation is out of date. */
  readonly memory: MemoryEntry | null;
  /** Token of the run, if its line is over. */
  readonly runToken: string | null;
  /** Somebody waits for the turn who doesn't run it. */
  readonly isWatched: boolean;
}

/** The last step of a turn, best effort: memory, lock and wake-up, in one trip to Redis where it answers. */
@Injectable()
export class TurnSettlement {
  constructor(
    private readonly redis: RedisClient,
    private readonly memory: ConversationMemory,
    private readonly notifications: Notifications,
    private readonly checkpoints: Checkpoints,
  ) {}

  async settle(remains: TurnRemains): Promise<void> {
    const { conversationId, turnId, memory, isWatched } = remains;
    this.checkpoints.pass('end.told');
    const isSettled = await this.inOneTrip(remains);
    if (!isSettled || !memory) await this.memory.keep(conversationId, memory);
    if (!isSettled && isWatched) await this.notifications.send(CHANNELS.turnFinished, turnId);
    this.checkpoints.pass('memory.kept');
  }

  /** False: Redis is not there; the database's notifications wake instead, and the lock expires. */
  private async inOneTrip(remains: TurnRemains): Promise<boolean> {
    if (!this.redis.isAvailable) return false;
    const { conversationId, turnId, runToken, isWatched, memory } = remains;
    const { ttlMs } = this.memory;
    try {
      await settle(this.redis, {
        conversationId,
        memory: memory && { text: entryText(memory), ttlMs },
        runToken,
        wake: isWatched ? { channel: CHANNELS.turnFinished, payload: turnId } : null,
      });
      return true;
    } catch (error) {
      if (error instanceof RedisUnavailableError) return false;
      throw error;
    }
  }
}
