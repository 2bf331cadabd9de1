import { Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import type { Owner } from '../auth/owner.js';
import { CHANNELS, Notifications } from '../database/notifications.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { cleanTitle } from './conversation-title.js';
import type { Conversation } from './conversation.entity.js';
import { ConversationNotFoundError } from './conversation.errors.js';
import { ConversationRepository } from './conversation.repository.js';
import type { Message } from './message.entity.js';
import { MessageRepository, type MessagePage } from './message.repository.js';
import type { TailMessage } from './message-tail.js';
import { ownerOf } from './owned-by.js';
import { Platform } from './platform.js';
import { soughtWords } from './sought-words.js';

/** Most messages that a conversation's detail shows. */
const DETAIL_MESSAGES = 1000;

/** A page of messages, oldest first. */
export interface Messages {
  readonly conversation: Conversation | null;
  readonly messages: readonly Message[];
  readonly hasMore: boolean;
}

/** The log of conversations, for their owner. Who asks for another's gets ConversationNotFoundError. */
@Injectable()
export class ConversationService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly messages: MessageRepository,
    private readonly notifications: Notifications,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Opens an empty conversation. */
  open(owner: Owner, title: string | undefined): Promise<Conversation> {
    const cleaned = title === undefined ? null : cleanTitle(title);
    return this.conversations.insert({ id: newId(), owner, platform: Platform.Web, title: cleaned });
  }

  /**
   * Newest change first, and how many there are in all; with a query, of those in which its words are said.
   * @throws InvalidRequestError when the query is blank or too long
   */
  async list(
    owner: Owner,
    page: { limit: number; offset: number; query?: string },
  ): Promise<[Conversation[], number]> {
    if (page.query === undefined) return this.conversations.findPage(owner, page);
    return this.conversations.findSaid(owner, soughtWords(page.query), page);
  }

  /** @throws ConversationNotFoundError */
  async requireOwned(id: string, owner: Owner): Promise<Conversation> {
    const conversation = await this.conversations.findOwned(id, owner);
    if (!conversation) throw new ConversationNotFoundError();
    return conversation;
  }

  /** The conversation with its newest 1,000 messages. */
  async show(id: string, owner: Owner): Promise<Messages & { readonly conversation: Conversation }> {
    const conversation = await this.requireOwned(id, owner);
    const messages = await this.messages.findNewest({ conversationId: id, owner }, DETAIL_MESSAGES + 1);
    return {
      conversation,
      messages: messages.slice(-DETAIL_MESSAGES),
      hasMore: messages.length > DETAIL_MESSAGES,
    };
  }

  /** One page of the conversation's messages. */
  async page(id: string, owner: Owner, page: MessagePage): Promise<Messages> {
    return this.pageOf(await this.requireOwned(id, owner), owner, page);
  }

  /** One page of the user's primary conversation; empty where there is none yet. */
  async history(userId: string, page: MessagePage): Promise<Messages> {
    const primary = await this.conversations.findPrimary(userId);
    if (!primary) return { conversation: null, messages: [], hasMore: false };
    return this.pageOf(primary, { kind: 'user', id: userId }, page);
  }

  /** What an agent would be told of the turns up to `turnNo`: the newest `size` messages, oldest first. */
  async tail(conversation: Conversation, turnNo: number, size: number): Promise<TailMessage[]> {
    const owner = ownerOf(conversation);
    if (!owner) return [];
    return this.messages.findTail({ conversationId: conversation.id, owner }, 2 * turnNo + 1, size);
  }

  async rename(id: string, owner: Owner, title: string): Promise<Conversation> {
    const conversation = await this.conversations.updateTitle(id, owner, cleanTitle(title));
    if (!conversation) throw new ConversationNotFoundError();
    return conversation;
  }

  /** Erases the conversation and all its messages; a turn in work is thrown away. */
  async erase(id: string, owner: Owner): Promise<void> {
    const isErased = await this.conversations.erase(id, owner);
    if (!isErased) throw new ConversationNotFoundError();
    this.checkpoints.pass('erase.stored');
    await this.notifications.send(CHANNELS.conversationErased, id);
    this.checkpoints.pass('erase.told');
  }

  /** Takes the text out of the message of that owner's that a channel knows by `mid`; nothing where there is none. */
  redact(owner: Owner, mid: string): Promise<void> {
    return this.messages.updateRedacted(owner, mid);
  }

  /** Erased conversations of which something may still be cached, at most `limit`. */
  findUnpurged(limit: number): Promise<string[]> {
    return this.conversations.findUnpurged(limit);
  }

  /** Nothing is cached any more of an erased conversation. */
  notePurged(id: string): Promise<void> {
    return this.conversations.updatePurged(id);
  }

  /** Removes what erased conversations left behind for redelivered messages, once it is `days` old. */
  deleteErased(days: number, limit: number): Promise<number> {
    return this.conversations.deleteErased(days, limit);
  }

  private async pageOf(conversation: Conversation, owner: Owner, page: MessagePage): Promise<Messages> {
    const found = await this.messages.findPage({ conversationId: conversation.id, owner }, page);
    const hasMore = found.length > page.limit;
    const messages = page.beforeSeq === undefined ? found.slice(0, page.limit) : found.slice(-page.limit);
    return { conversation, messages, hasMore };
  }
}
