import { Redis } from 'ioredis';
import { REDIS_KEYS } from '../../../../src/redis/redis-keys.js';
import type { Room } from '../../harness/rooms.js';
import type { Scene } from '../../harness/scene.js';
import { happens } from './hazard.js';

/** Longest wait for a memory to be written, in ms: a Redis that was too slow once is left alone for a while. */
const WRITING_MS = 4000;

/** What Redis remembers of conversations, to be tampered with. */
export class KeptMemories {
  private constructor(private readonly client: Redis) {}

  /** Gives them to the action, and comes back with what that comes to. @throws Error where the replicas do without Redis */
  static async use<T>({ redis }: Scene, action: (memories: KeptMemories) => Promise<T>): Promise<T> {
    if (!redis) throw new Error('without Redis nothing can be tampered with');
    const client = new Redis(redis.url).on('error', () => undefined);
    return action(new KeptMemories(client)).finally(() => client.disconnect());
  }

  /** Null: there is none. */
  read({ id }: Room): Promise<string | null> {
    return this.client.get(REDIS_KEYS.memory(id ?? ''));
  }

  /** Comes back with the one that is written next; null when there is none for a while. */
  async next(room: Room, before: string | null): Promise<string | null> {
    const isThere = await happens(async () => (await this.read(room)) !== before, WRITING_MS);
    return isThere ? this.read(room) : null;
  }

  /** Puts it in the place of the one that is there. */
  async replace({ id }: Room, memory: string): Promise<void> {
    await this.client.set(REDIS_KEYS.memory(id ?? ''), memory, 'KEEPTTL');
  }
}
