import { Injectable } from '@nestjs/common';
import { TurnEvents } from '../observability/turn-events.service.js';
import { OutboxFigures } from './outbox-figures.service.js';
import type { PartRecord, TakenPart, UnheardPart } from './outbox.repository.js';
import { ownerOf } from './thread.js';

/** Tells the log and the figures what became of sends. */
@Injectable()
export class OutboxReport {
  constructor(
    private readonly events: TurnEvents,
    private readonly figures: OutboxFigures,
  ) {}

  tried({ waitedMs, conversationId, ...thread }: TakenPart, record: PartRecord): void {
    const { state, errorCode = null } = record;
    this.figures.countSend(state);
    const facts = { requestId: null, conversationId, platform: 'messenger', owner: ownerOf(thread) };
    const latencyMs = waitedMs;
    if (state === 'sent') this.events.publish({ type: 'response_sent', ...facts, latencyMs });
    else this.events.publish({ type: 'send_failed', ...facts, latencyMs, state, errorCode });
  }

  /** No echo has come of it. */
  unheard({ conversationId, state, errorCode, recipient }: UnheardPart): void {
    this.figures.countSend(state);
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
