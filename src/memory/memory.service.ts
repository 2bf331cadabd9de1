import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { Settings } from '../config/settings.js';
import { ConversationService } from '../conversation/conversation.service.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from './conversation-memory.service.js';

/** What the agent would be told next, and where that came from. */
export interface Recollection {
  readonly conversationId: string;
  readonly source: 'cache' | 'database';
  readonly messages: readonly TailMessage[];
  readonly size: number;
}

/** A conversation's short-term memory, for its owner to look at. */
@Injectable()
export class MemoryService {
  constructor(
    private readonly conversations: ConversationService,
    private readonly memory: ConversationMemory,
    private readonly settings: Settings,
  ) {}

  /** The memory of the finished turns; read from the database and cached anew where the cache has no current copy. */
  async recall(conversationId: string, owner: Owner): Promise<Recollection> {
    const conversation = await this.conversations.requireOwned(conversationId, owner);
    const { doneTurnNo, answeredTurnNo, revision } = conversation;
    const version = { lastTurnNo: doneTurnNo, answeredTurnNo, revision };
    const size = this.settings.chat.memorySize;
    const key = { conversationId, owner };
    const cached = await this.memory.recall(key, version);
    if (cached) return { conversationId, source: 'cache', messages: cached, size };
    const messages = await this.conversations.tail(conversation, doneTurnNo, size);
    await this.memory.remember(key, version, messages);
    return { conversationId, source: 'database', messages, size };
  }

  /** Forgets the cached copy; the messages stay. */
  async forget(conversationId: string, owner: Owner): Promise<void> {
    await this.conversations.requireOwned(conversationId, owner);
    await this.memory.forget(conversationId);
  }
}
