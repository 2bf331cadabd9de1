import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import { z } from 'zod';
import { ownerHash, type Owner } from '../auth/owner.js';
import { Settings } from '../config/settings.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { TurnEvents } from '../observability/turn-events.service.js';

/** Where the cached tails are; cache-manager over whatever store the mode brings. */
export const MEMORY_CACHE = Symbol('MEMORY_CACHE');

/** What a tail reflects: it is current only if all three are as the conversation's row says. */
export interface MemoryVersion {
  /** Newest turn whose messages are in the tail. */
  readonly lastTurnNo: number;
  readonly answeredTurnNo: number;
  readonly revision: number;
}

/** Whose memory it is. */
export interface MemoryKey {
  readonly conversationId: string;
  readonly owner: Owner;
}

const entrySchema = z.object({
  conversationId: z.string(),
  owner: z.string(),
  lastTurnNo: z.number(),
  answeredTurnNo: z.number(),
  revision: z.number(),
  messages: z.array(z.object({ seq: z.number(), role: z.enum(['user', 'assistant']), content: z.string() })),
});

/** Longest tail that is cached, in characters: with the number of entries it bounds the cache's memory. */
const MAX_CACHED_CHARACTERS = 16_384;
/** Longer than a turn or a read can hold what was said. */
const TOMBSTONE_MS = 900_000;
const NOBODY = { requestId: null, conversationId: null, platform: null, latencyMs: null, owner: null };

/**
 * Short-term memory: the tail of a conversation, cached. The cache may lose, delay or mix up everything: an entry counts
 * only if conversation, owner and version are exactly the ones asked for, and the database stands behind it.
 */
@Injectable()
export class ConversationMemory {
  private readonly logger = new Logger(ConversationMemory.name);
  private readonly erased = new Set<string>();

  constructor(
    @Inject(MEMORY_CACHE) private readonly cache: Cache,
    private readonly settings: Settings,
    private readonly events: TurnEvents,
  ) {}

  /** The cached tail, oldest first, if it is this conversation's, this owner's and current; else null. */
  async recall(key: MemoryKey, version: MemoryVersion): Promise<readonly TailMessage[] | null> {
    const stored = await this.quietly(() => this.cache.get<unknown>(key.conversationId));
    const parsed = entrySchema.safeParse(stored);
    if (!parsed.success) return null;
    const entry = parsed.data;
    const isCurrent =
      entry.conversationId === key.conversationId &&
      entry.owner === ownerHash(key.owner) &&
      entry.lastTurnNo === version.lastTurnNo &&
      entry.answeredTurnNo === version.answeredTurnNo &&
      entry.revision === version.revision;
    return isCurrent ? entry.messages : null;
  }

  /**
   * Keeps the newest CONVERSATION_MEMORY_SIZE of `messages` (oldest first) under that version. What is very long is left
   * to the database, and nothing is kept of a conversation that was erased, however late it comes.
   */
  async remember(key: MemoryKey, version: MemoryVersion, messages: readonly TailMessage[]): Promise<void> {
    const { conversationId } = key;
    const { memorySize, memoryTtlS } = this.settings.chat;
    const tail = memorySize === 0 ? [] : messages.slice(-memorySize);
    const characters = tail.reduce((sum, { content }) => sum + content.length, 0);
    if (characters > MAX_CACHED_CHARACTERS) return this.forget(conversationId);
    const entry = { conversationId, owner: ownerHash(key.owner), ...version, messages: tail };
    await this.quietly(() => this.cache.set(conversationId, entry, memoryTtlS * 1000));
    if (this.erased.has(conversationId)) await this.forget(conversationId);
  }

  /** Forgets the cached copy; the messages stay. */
  async forget(conversationId: string): Promise<void> {
    await this.quietly(() => this.cache.del(conversationId));
  }

  /** Forgets an erased conversation for good: a turn or a read that still holds its messages can't bring them back. */
  async bury(conversationId: string): Promise<void> {
    this.erased.add(conversationId);
    setTimeout(() => this.erased.delete(conversationId), TOMBSTONE_MS).unref();
    await this.forget(conversationId);
  }

  /** Forgets every cached copy: what was erased meanwhile may be among them. */
  async forgetAll(): Promise<void> {
    await this.quietly(() => this.cache.clear());
  }

  private async quietly<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.logger.warn(`Cache failed, the database answers instead: ${String(error)}`);
      this.events.publish({ type: 'memory_fallback', ...NOBODY });
      return undefined;
    }
  }
}
