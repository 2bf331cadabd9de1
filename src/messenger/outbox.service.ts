import { Injectable } from '@nestjs/common';
import { OpenWork } from '../chat/open-work.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import { OutboxReport } from './outbox-report.service.js';
import { OutboxRepository, type TakenPart } from './outbox.repository.js';
import { PageBreakers } from './page-breakers.service.js';
import { PartSender } from './part-sender.service.js';

/** Most parts of one process that are on their way at the same time. */
const MOST_SENDS = 32;
/** After this long without a word of its sender a part may or may not have been delivered, in ms. */
const SILENT_MS = 15_000;

/** How long the storing of an outcome is tried again, in ms. */
const RECORD_PATIENCE_MS = 10_000;

/** An echo of a part. */
export interface Echo {
  readonly id: string;
  /** Meta's id of the message. */
  readonly mid: string | null;
  readonly pageId: string | null;
}

/** Brings what is stored in the outbox to the people that it is for: each part once, in their order. */
@Injectable()
export class OutboxService {
  private readonly sends = new OpenWork();
  /** Pages whose echoes come: of theirs, no echo means that nothing has arrived. */
  private readonly echoing = new Set<string>();

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly sender: PartSender,
    private readonly breakers: PageBreakers,
    private readonly report: OutboxReport,
  ) {}

  /**
   * Sends what is due, at most one part of each recipient; comes back when all of them have begun. `onEnd`: one has ended, and
   * the next one of its recipient may go.
   * @throws DatabaseUnavailableError
   */
  async sendDue(onEnd: () => void): Promise<void> {
    const takenAt = performance.now();
    const probing = this.breakers.in('probing');
    const except = [...probing, ...this.breakers.in('waiting')];
    const parts = await this.take(MOST_SENDS - this.sends.size, { except, only: null });
    for (const pageId of probing) parts.push(...(await this.take(1, { except: [], only: pageId })));
    for (const part of parts) void this.sends.track(this.bring(part, takenAt)).finally(onEnd);
  }

  /**
   * Doubts what nobody has spoken of, and sends again what no echo has come of for `holdMs`.
   * @throws DatabaseUnavailableError
   */
  async review(holdMs: number): Promise<void> {
    await this.outbox.doubt(SILENT_MS);
    const parts = await this.outbox.resend(holdMs, [...this.echoing]);
    for (const part of parts) this.report.unheard(part);
  }

  /**
   * Echoes of what the page `pageId` has sent: they have arrived, whatever was believed.
   * @throws DatabaseUnavailableError
   */
  async heard(echoes: readonly Echo[]): Promise<void> {
    for (const { pageId } of echoes) if (pageId !== null) this.echoing.add(pageId);
    for (const part of await this.outbox.settle(echoes)) this.report.settled(part);
  }

  /** Waits up to `patienceMs` for what is on its way. */
  settle(patienceMs: number): Promise<void> {
    return this.sends.settle(patienceMs);
  }

  private async take(
    limit: number,
    pages: { except: readonly string[]; only: string | null },
  ): Promise<TakenPart[]> {
    return limit > 0 ? this.outbox.take(limit, pages) : [];
  }

  /** What can't be stored of a send is found out by its echo, or by those who doubt it. */
  private async bring(part: TakenPart, takenAt: number): Promise<void> {
    const startedAt = performance.now();
    const record = await this.sender.send(part, takenAt);
    const durationMs = performance.now() - startedAt;
    const stored = whileUnavailable(RECORD_PATIENCE_MS, () => this.outbox.record(part, record));
    const isNews = await stored.catch(() => false);
    if (isNews || record.state === 'sent') this.report.tried(part, record, durationMs); // An echo may have been faster.
  }
}
