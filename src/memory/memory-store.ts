import type { MemoryEntry } from './memory-entry.js';

/** Keeps tails for CONVERSATION_MEMORY_TTL. Every method throws where the store can't be reached. */
export abstract class MemoryStore {
  /** Whatever is kept under that id; who reads it judges it. */
  abstract find(conversationId: string): Promise<MemoryEntry | null>;

  /** Keeps the entry, unless a newer one is kept or the conversation is buried. */
  abstract keep(entry: MemoryEntry): Promise<void>;

  /** Puts the entry in the place of one of the same version; where none is kept, or another, nothing changes. */
  abstract renew(entry: MemoryEntry): Promise<void>;

  abstract drop(conversationId: string): Promise<void>;

  /** Drops what is kept, and keeps nothing of that conversation from now on. */
  abstract bury(conversationId: string): Promise<void>;

  /** Notifications were missed: what was buried elsewhere meanwhile may be kept here. */
  abstract doubt(): Promise<void>;
}
