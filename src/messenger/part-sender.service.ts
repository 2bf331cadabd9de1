import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import type { GraphFailure } from './graph-failure.js';
import { handoffOf } from './handoff.js';
import type { PartRecord, TakenPart } from './outbox.repository.js';
import { PageBreakers } from './page-breakers.service.js';
import { failureRecord } from './part-record.js';
import { SendApiClient } from './send-api.client.js';

/** How long after its take a part may still be written to the wire: others begin to doubt it 5 s later. In ms. */
const RIGHT_TO_SEND_MS = 10_000;

/** Sends one part, if it may be sent at all, and says what to store of it. */
@Injectable()
export class PartSender {
  constructor(
    private readonly api: SendApiClient,
    private readonly breakers: PageBreakers,
    private readonly settings: Settings,
  ) {}

  /** `takenAt`: by the monotonic clock, before the take was asked for. Never rejects. */
  async send(part: TakenPart, takenAt: number): Promise<PartRecord> {
    if (!part.isInWindow) return { state: 'parked', errorCode: 'window_closed' };
    if (!part.isThreadOwned) return { state: 'parked', errorCode: 'thread_not_owned' };
    const mayWrite = (): boolean => performance.now() - takenAt < RIGHT_TO_SEND_MS;
    const outcome = await this.breakers.of(part.pageId).run(() => this.api.send(part, mayWrite));
    const isHandoff = handoffOf(part.payload) !== null;
    if (outcome.failure === null)
      return { state: 'sent', remoteId: outcome.messageId, isThreadLost: isHandoff };
    const failure = isHandoff ? failureOfHandoff(outcome.failure) : outcome.failure;
    const { maxRetries } = this.settings.messenger;
    return failureRecord(failure, { attempts: part.attempts, maxRetries, random: Math.random() });
  }
}

/** To give a thread away twice does no harm, and there is no echo to wait for. */
const failureOfHandoff = (failure: GraphFailure): GraphFailure =>
  failure.kind === 'ambiguous' ? { ...failure, kind: 'transient' } : failure;
