import { hash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { ChatService } from '../chat/chat.service.js';
import { Settings } from '../config/settings.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { Platform } from '../conversation/platform.js';
import { currentRequest } from '../http/request-context.js';
import { type Incoming, GET_STARTED } from './incoming.js';
import { MessengerSenderRepository, type ThreadMoment } from './messenger-sender.repository.js';
import { pageToken } from './page-tokens.js';
import { ownerOf, type Thread } from './thread.js';
import type { MessengerEvent } from './messenger-event.js';
import { type Task, taskOf } from './webhook-tasks.js';

type Input = Extract<Incoming, { kind: 'ask' | 'greet' | 'acknowledge' }>;

/** Does what one event of a person asks for. */
@Injectable()
export class MessengerHandler {
  private readonly logger = new Logger(MessengerHandler.name);

  constructor(
    private readonly chat: ChatService,
    private readonly conversations: ConversationService,
    private readonly senders: MessengerSenderRepository,
    private readonly settings: Settings,
  ) {}

  /** False: there is no token for the page. */
  answersFor(pageId: string): boolean {
    return pageToken(this.settings.messenger, pageId) !== null;
  }

  /** What the event asks for. */
  taskOf(event: MessengerEvent): Task {
    const { handoffAppId, profile } = this.settings.messenger;
    const declared = profile?.get_started?.payload;
    const getStarted = declared === undefined ? [GET_STARTED] : [GET_STARTED, declared];
    return taskOf(event, { handoffAppId, getStarted });
  }

  /** These people may be answered for a day. @throws DatabaseUnavailableError */
  heard(people: readonly ThreadMoment[]): Promise<void> {
    return this.senders.updateHeard(people);
  }

  /**
   * Comes back when it is durable, with the thread of a message that had not come before.
   * @throws DatabaseUnavailableError, UnavailableError: another delivery does it
   */
  async handle({ incoming, key }: Task): Promise<Thread | null> {
    switch (incoming.kind) {
      case 'ask':
      case 'greet':
      case 'acknowledge':
        return (await this.take(incoming, key)) ? incoming.from : null;
      case 'redact':
        await this.conversations.redact(ownerOf(incoming.from), incoming.mid);
        return null;
      case 'control':
        await this.note(incoming);
        return null;
      case 'alert':
        this.logger.error(`Meta enforces a policy on the page: ${incoming.action ?? 'unknown'}`);
        return null;
      default:
        return null;
    }
  }

  /** Who has a thread that was asked for is decided elsewhere. */
  private async note({ from, change }: Extract<Incoming, { kind: 'control' }>): Promise<void> {
    if (change !== 'requested') await this.senders.updateThreadOwned(from, { isOwned: change === 'gained' });
  }

  private take(input: Input, key: string | null): Promise<boolean> {
    const { mid } = input.from;
    return this.chat.receive({
      owner: ownerOf(input.from),
      platform: Platform.Messenger,
      eventKey: key ?? hash('sha256', JSON.stringify(input)),
      ...said(input),
      metadata: { ...noted(input), ...(mid !== null && { mid }) },
      requestId: currentRequest()?.requestId ?? null,
      restSeconds: this.settings.messenger.conversationTtlS,
      isForQueue: input.kind === 'acknowledge',
    });
  }
}

const said = (input: Input): { content: string } => {
  if (input.kind === 'ask') return { content: input.text };
  return { content: input.kind === 'greet' ? GET_STARTED : input.stored };
};

/** Beside the question; `canned` says what it is answered with, without the agent. */
function noted(input: Input): Record<string, unknown> {
  if (input.kind === 'ask') return { ...input.metadata };
  if (input.kind === 'greet') return { ...input.metadata, canned: 'greeting' };
  return { canned: input.what === 'image' ? 'image' : 'unreadable' };
}
