import { createKeyv } from '@cacheable/memory';
import { createCache } from 'cache-manager';
import { isNewer, isOfVersion, type MemoryEntry } from './memory-entry.js';
import { MemoryStore } from './memory-store.js';

/** Most conversations whose tail one process keeps: at 16,384 characters each 160 MB at the very worst, usually a tenth. */
const KEPT_CONVERSATIONS = 5000;
/** Longer than a turn or a read can hold what was said. */
const TOMBSTONE_MS = 900_000;

/** Tails in this process; cache-manager over its own memory. */
export class InProcessMemoryStore extends MemoryStore {
  private readonly buried = new Set<string>();
  private readonly cache = createCache({
    stores: [createKeyv({ lruSize: KEPT_CONVERSATIONS, useClone: false })],
  });

  constructor(private readonly ttlMs: number) {
    super();
  }

  override async find(conversationId: string): Promise<MemoryEntry | null> {
    return (await this.cache.get<MemoryEntry>(conversationId)) ?? null;
  }

  override async keep(entry: MemoryEntry): Promise<void> {
    const { conversationId } = entry;
    const kept = await this.find(conversationId);
    if (this.buried.has(conversationId) || (kept && isNewer(kept, entry))) return;
    await this.cache.set(conversationId, entry, this.ttlMs);
    if (this.buried.has(conversationId)) await this.drop(conversationId); // Buried while we wrote.
  }

  override async renew(entry: MemoryEntry): Promise<void> {
    const kept = await this.find(entry.conversationId);
    if (kept && isOfVersion(kept, entry)) await this.keep(entry);
  }

  override async drop(conversationId: string): Promise<void> {
    await this.cache.del(conversationId);
  }

  override async bury(conversationId: string): Promise<void> {
    this.buried.add(conversationId);
    setTimeout(() => this.buried.delete(conversationId), TOMBSTONE_MS).unref();
    await this.drop(conversationId);
  }

  override async doubt(): Promise<void> {
    await this.cache.clear();
  }
}
