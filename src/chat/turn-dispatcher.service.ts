import { Injectable } from '@nestjs/common';
import { CHANNELS, Notifications } from '../database/notifications.js';

/** Hands lines that nobody runs to whoever is free. It carries ids only; losing one costs a sweep. */
@Injectable()
export class TurnDispatcher {
  constructor(private readonly notifications: Notifications) {}

  /** This line waits for somebody. */
  async offer(conversationId: string): Promise<void> {
    await this.notifications.send(CHANNELS.workWaiting, conversationId);
  }
}
