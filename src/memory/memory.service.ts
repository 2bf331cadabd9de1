import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { Settings } from '../config/settings.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { ConversationMemory } from './conversation-memory.service.js';
import type { Remembered } from './summary.js';
import { SummaryRepository } from './summary.repository.js';

/** What the agent would be told next, and where that came from. */
export interface Recollection extends Remembered {
  readonly conversationId: string;
  readonly source: 'cache' | 'database';
  readonly size: number;
}

/** A conversation's short-term memory, for its owner to look at. */
@Injectable()
export class MemoryService {
  constructor(
    private readonly conversations: ConversationService,
    private readonly memory: ConversationMemory,
    private readonly summaries: SummaryRepository,
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
    if (cached) return { ...told(cached), conversationId, source: 'cache', size };
    const stored = {
      summary: await this.summaries.find({ ...key, revision }, 2 * doneTurnNo + 1),
      messages: await this.conversations.tail(conversation, doneTurnNo, size),
    };
    await this.memory.remember(key, version, stored);
    return { ...stored, conversationId, source: 'database', size };
  }

  /** Forgets the cached copy; the messages stay. */
  async forget(conversationId: string, owner: Owner): Promise<void> {
    await this.conversations.requireOwned(conversationId, owner);
    await this.memory.forget(conversationId);
  }
}

const told = ({ summary, messages }: Remembered): Remembered => ({ summary, messages });
