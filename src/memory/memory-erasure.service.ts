import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ConversationService } from '../conversation/conversation.service.js';
import { CHANNELS, Notifications } from '../database/notifications.js';
import { ConversationMemory } from './conversation-memory.service.js';

/** How often is looked for erased conversations whose memory nobody has confirmed to be gone. */
const PURGE_MS = 5000;
/** Conversations of one look. */
const PURGE_LIMIT = 200;

/**
 * Forgets what was said in a conversation as soon as any replica has erased it, and goes on until that is confirmed:
 * whoever erased it may have died, or Redis may be away.
 */
@Injectable()
export class MemoryErasure implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MemoryErasure.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly memory: ConversationMemory,
    private readonly conversations: ConversationService,
    notifications: Notifications,
  ) {
    notifications.on(CHANNELS.conversationErased, (id) => void this.attempt(() => this.purge(id)));
    notifications.onGap(() => void memory.doubt());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.attempt(() => this.purgeRest()), PURGE_MS);
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async purgeRest(): Promise<void> {
    for (const id of await this.conversations.findUnpurged(PURGE_LIMIT)) await this.purge(id);
  }

  private async purge(conversationId: string): Promise<void> {
    if (await this.memory.bury(conversationId)) await this.conversations.notePurged(conversationId);
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.logger.warn(`Purge put off: ${String(error)}`); // The next one is seconds away.
    }
  }
}
