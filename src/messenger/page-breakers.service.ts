import { Injectable, Logger } from '@nestjs/common';
import { TurnEvents } from '../observability/turn-events.service.js';
import { PageBreaker, type PageState } from './page-breaker.js';

const NOBODY = { requestId: null, conversationId: null, platform: 'messenger', latencyMs: null, owner: null };

/** Whether the Send API is to be asked for a page; one page's trouble is not another's. */
@Injectable()
export class PageBreakers {
  private readonly logger = new Logger(PageBreakers.name);
  private readonly breakers = new Map<string, PageBreaker>();
  /** Pages that are left alone. */
  private readonly open = new Set<string>();

  constructor(private readonly events: TurnEvents) {}

  of(pageId: string): PageBreaker {
    const known = this.breakers.get(pageId);
    if (known) return known;
    const breaker = new PageBreaker({
      opened: (code) => this.opened(pageId, code),
      closed: () => this.closed(pageId),
    });
    this.breakers.set(pageId, breaker);
    return breaker;
  }

  /** False: the Send API of some page is left alone for now. */
  get areClosed(): boolean {
    return this.open.size === 0;
  }

  /** The pages that are in that state. */
  in(state: PageState): string[] {
    return [...this.breakers].filter(([, breaker]) => breaker.state() === state).map(([pageId]) => pageId);
  }

  /** The event, and the gauge behind it, tell of the first page; the log tells of each. */
  private opened(pageId: string, code: string): void {
    this.logger.error(`The Send API is left alone for page ${pageId}: ${code}`);
    if (this.areClosed) this.events.publish({ type: 'breaker_opened', target: 'send', ...NOBODY });
    this.open.add(pageId);
  }

  private closed(pageId: string): void {
    this.logger.log(`The Send API answers again for page ${pageId}`);
    this.open.delete(pageId);
    if (this.areClosed) this.events.publish({ type: 'breaker_closed', target: 'send', ...NOBODY });
  }
}
