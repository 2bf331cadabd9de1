import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import type { MessengerEvent } from './messenger-event.js';
import { MessengerFigures } from './messenger-figures.service.js';
import { MessengerHandler } from './messenger-handler.service.js';
import { type Echo, OutboxService } from './outbox.service.js';
import { SenderActions } from './sender-actions.service.js';
import type { WebhookEvents } from './webhook-events.js';
import { byPerson, peopleHeard, type Task } from './webhook-tasks.js';

/** Makes durable what a webhook brings: what people said, and what has arrived of what we said. */
@Injectable()
export class MessengerInbox {
  constructor(
    private readonly handler: MessengerHandler,
    private readonly outbox: OutboxService,
    private readonly actions: SenderActions,
    private readonly figures: MessengerFigures,
  ) {}

  /**
   * Comes back when everything is durable; what was delivered before changes nothing. People's events are taken in the
   * order of their times, different people's at once.
   * @throws DatabaseUnavailableError, UnavailableError: something may not be; all of it may be delivered again
   */
  async receive({ events, isPage }: WebhookEvents): Promise<void> {
    if (!isPage) this.figures.countEvent('webhook', 'other_object');
    const tasks = events.filter((event) => this.isOurs(event)).map((event) => this.handler.taskOf(event));
    for (const { event, incoming } of tasks) this.figures.countEvent(event.kind, incoming.kind);
    await this.handler.heard(peopleHeard(tasks));
    await this.outbox.heard(tasks.flatMap(echoes));
    await Promise.all(byPerson(tasks).map((line) => this.handleInOrder(line)));
  }

  /** Pages without a token can't be answered for. */
  private isOurs({ kind, pageId }: MessengerEvent): boolean {
    if (pageId === null || this.handler.answersFor(pageId)) return true;
    this.figures.countEvent(kind, 'unknown_page');
    return false;
  }

  private async handleInOrder(line: readonly Task[]): Promise<void> {
    for (const task of line) {
      const thread = await this.handler.handle(task);
      if (thread) this.actions.show('mark_seen', thread);
    }
  }
}

/** Echoes of what we sent bear the part's id. */
function echoes({ event, incoming }: Task): Echo[] {
  if (incoming.kind !== 'settle' || incoming.metadata === null || !isUuid(incoming.metadata)) return [];
  return [{ id: incoming.metadata, mid: incoming.mid, pageId: event.pageId }];
}
