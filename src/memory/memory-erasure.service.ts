import { Injectable } from '@nestjs/common';
import { CHANNELS, NotificationsClient } from '../database/notifications.client.js';
import { ConversationMemory } from './conversation-memory.service.js';

/** Forgets what was said in a conversation as soon as any replica has erased it, and everything if that may have been missed. */
@Injectable()
export class MemoryErasure {
  constructor(memory: ConversationMemory, notifications: NotificationsClient) {
    notifications.on(CHANNELS.conversationErased, (conversationId) => void memory.bury(conversationId));
    notifications.onGap(() => void memory.forgetAll());
  }
}
