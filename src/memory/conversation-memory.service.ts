import { Injectable, Logger } from '@nestjs/common';
import type { AgentMessage } from '../agent/agent-runner.js';
import { ownerHash } from '../auth/owner.js';
import { Settings } from '../config/settings.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { RedisUnavailableError } from '../redis/redis.errors.js';
import {
  belongsTo,
  isOfVersion,
  type MemoryEntry,
  type MemoryKey,
  type MemoryVersion,
  readStoredEntry,
} from './memory-entry.js';
import { MemoryStore } from './memory-store.js';
import type { Remembered, Summary } from './summary.js';

/** Most characters of tail and summary that are cached: with the number of entries it bounds the cache's memory. */
const MAX_CACHED_CHARACTERS = 16_384;
const NOBODY = { requestId: null, conversationId: null, platform: null, latencyMs: null, owner: null };

/**
 * Short-term memory: the tail of a conversation, cached. The cache may lose, delay or mix up everything: an entry counts
 * only if conversation, owner and version are exactly the ones asked for, and the database stands behind it.
 */
@Injectable()
export class ConversationMemory {
  private readonly logger = new Logger(ConversationMemory.name);

  constructor(
    private readonly store: MemoryStore,
    private readonly settings: Settings,
    private readonly events: TurnEvents,
  ) {}

  /** How long a cached tail lives. */
  get ttlMs(): number {
    return this.settings.chat.memoryTtlS * 1000;
  }

  /** What is cached, if it is this conversation's, this owner's and current; else null. */
  async recall(key: MemoryKey, version: MemoryVersion): Promise<Remembered | null> {
    const entry = await this.peek(key);
    return entry && isOfVersion(entry, version) ? entry : null;
  }

  /** The cached tail of this conversation and owner, of whatever version; `stored` if it has been read already. */
  async peek(key: MemoryKey, stored?: string | null): Promise<MemoryEntry | null> {
    const entry = stored === undefined ? await this.find(key.conversationId) : readStoredEntry(stored);
    return entry && belongsTo(entry, key) && entry.size === this.settings.chat.memorySize ? entry : null;
  }

  /** Keeps what `entryOf` makes of it; see there. */
  async remember(key: MemoryKey, version: MemoryVersion, remembered: Remembered): Promise<void> {
    await this.keep(key.conversationId, this.entryOf(key, version, remembered));
  }

  /** Puts the summary, of that revision of the conversation, into what is kept; nothing where that tells of another one. */
  async resume(key: MemoryKey, revision: number, summary: Summary): Promise<void> {
    const entry = await this.peek(key);
    if (entry?.revision !== revision || (entry.summary?.throughSeq ?? 0) >= summary.throughSeq) return;
    const renewed = this.entryOf(key, entry, { summary, messages: entry.messages });
    await this.quietly(() => (renewed ? this.store.renew(renewed) : this.store.drop(key.conversationId)));
  }

  /** Keeps the entry, unless a newer one is kept or the conversation was erased; null forgets what is kept. */
  async keep(conversationId: string, entry: MemoryEntry | null): Promise<void> {
    if (entry) await this.quietly(() => this.store.keep(entry));
    else await this.forget(conversationId);
  }

  /**
   * What is to be kept: the summary and the newest CONVERSATION_MEMORY_SIZE messages, under that version. Null where
   * they are so long that they are left to the database.
   */
  entryOf(key: MemoryKey, version: MemoryVersion, { summary, messages }: Remembered): MemoryEntry | null {
    const { memorySize } = this.settings.chat;
    const tail = memorySize === 0 ? [] : messages.slice(-memorySize);
    if (charactersOf({ summary, messages: tail }) > MAX_CACHED_CHARACTERS) return null;
    const { conversationId, owner } = key;
    const { lastTurnNo, answeredTurnNo, revision } = version;
    return {
      conversationId,
      owner: ownerHash(owner),
      lastTurnNo,
      answeredTurnNo,
      revision,
      size: memorySize,
      summary,
      messages: tail,
    };
  }

  /** Forgets the cached copy; the messages stay. */
  async forget(conversationId: string): Promise<void> {
    await this.quietly(() => this.store.drop(conversationId));
  }

  /**
   * Forgets an erased conversation for good: a turn or a read that still holds its messages can't bring them back.
   * False: the cache did not confirm it.
   */
  async bury(conversationId: string): Promise<boolean> {
    const buried = await this.quietly(async () => {
      await this.store.bury(conversationId);
      return true;
    });
    return buried === true;
  }

  /** Forgets whatever may have been erased elsewhere meanwhile. */
  async doubt(): Promise<void> {
    await this.quietly(() => this.store.doubt());
  }

  private async find(conversationId: string): Promise<MemoryEntry | null> {
    try {
      return await this.store.find(conversationId);
    } catch (error) {
      this.tell(error);
      this.events.publish({ type: 'memory_fallback', ...NOBODY });
      return null;
    }
  }

  private async quietly<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.tell(error);
      return undefined;
    }
  }

  /** That Redis is away is said once, by its client. */
  private tell(error: unknown): void {
    if (error instanceof RedisUnavailableError) return;
    this.logger.warn(`Cache failed, the database answers instead: ${String(error)}`);
  }
}

const charactersOf = ({ summary, messages }: Remembered): number =>
  messages.reduce(
    (sum, message) => sum + message.content.length + toolCharacters(message),
    summary?.text.length ?? 0,
  );

function toolCharacters({ toolCalls = [], toolResults = [] }: AgentMessage): number {
  const asked = toolCalls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);
  return toolResults.reduce((sum, { content }) => sum + content.length, asked);
}
