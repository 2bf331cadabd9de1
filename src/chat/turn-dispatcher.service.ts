import { Injectable } from '@nestjs/common';
import { CHANNELS, Notifications } from '../database/notifications.js';
import { TurnQueue } from '../queue/turn-queue.service.js';
import type { OpenTurn } from './turn-line.js';

/** A turn that nobody runs, and under which grant it was left. */
export type LeftTurn = Pick<OpenTurn, 'conversationId' | 'turnNo' | 'leaseEpoch'>;

/** Hands lines that nobody runs to whoever is free. It carries ids only; losing one costs a sweep. */
@Injectable()
export class TurnDispatcher {
  private left: LeftTurn[] = [];
  private sending: Promise<void> | null = null;

  constructor(
    private readonly queue: TurnQueue,
    private readonly notifications: Notifications,
  ) {}

  /** These lines wait for somebody; all that are left in one go, as at a shutdown, are offered in one call. */
  offer(turn: LeftTurn): Promise<void> {
    this.left.push(turn);
    this.sending ??= Promise.resolve().then(() => this.send());
    return this.sending;
  }

  /** Calls `handler` with the conversation of every line that is offered here; a process that serves HTTP only hears none. */
  onOffer(handler: (conversationId: string) => Promise<void>): void {
    this.queue.onPointer(({ conversationId }) => handler(conversationId));
    this.notifications.on(CHANNELS.workWaiting, (conversationId) => void handler(conversationId));
  }

  /** Takes no offer from now on: what we took and left would be lost until the next sweep. */
  stopTaking(): Promise<void> {
    return this.queue.stopTaking();
  }

  private async send(): Promise<void> {
    const turns = this.left;
    this.left = [];
    this.sending = null;
    const pointers = turns.map(({ conversationId, turnNo, leaseEpoch: attempt }) => ({
      conversationId,
      turnNo,
      attempt,
    }));
    if (await this.queue.offer(pointers)) return;
    for (const { conversationId } of turns)
      await this.notifications.send(CHANNELS.workWaiting, conversationId);
  }
}
