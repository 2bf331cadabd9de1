import { Injectable } from '@nestjs/common';
import { TurnEvents } from '../observability/turn-events.service.js';
import { OutboxFigures } from './outbox-figures.service.js';
import type { PartRecord, SettledPart, TakenPart, UnheardPart } from './outbox.repository.js';
import { ownerOf } from './thread.js';

/** Tells the log and the figures what became of sends. */
@Injectable()
export class OutboxReport {
  constructor(
    private readonly events: TurnEvents,
    private readonly figures: OutboxFigures,
  ) {}

  /** `durationMs`: of the call. */
  tried(part: TakenPart, record: PartRecord, durationMs: number): void {
    const { waitedMs, conversationId, ...thread } = part;
    const { state, errorCode = null } = record;
    this.figures.timeSend(state, durationMs);
    const facts = { requestId: null, conversationId, platform: 'messenger', owner: ownerOf(thread) };
    const latencyMs = waitedMs;
    if (state === 'sent') this.events.publish({ type: 'response_sent', ...facts, latencyMs });
    else this.events.publish({ type: 'send_failed', ...facts, latencyMs, state, errorCode });
  }

  /** An echo has come; what is still on its way is told by whoever sends it. */
  settled({ conversationId, recipient, was, waitedMs: latencyMs }: SettledPart): void {
    if (was === 'sending') return;
    const owner = { kind: 'device', id: recipient } as const;
    this.events.publish({
      type: 'response_sent',
      requestId: null,
      conversationId,
      platform: 'messenger',
      owner,
      latencyMs,
    });
  }

  /** No echo has come of it. */
  unheard({ conversationId, state, errorCode, recipient }: UnheardPart): void {
    this.events.publish({
      type: 'send_failed',
      requestId: null,
      conversationId,
      platform: 'messenger',
      owner: { kind: 'device', id: recipient },
      latencyMs: null,
      state,
      errorCode,
    });
  }
}
