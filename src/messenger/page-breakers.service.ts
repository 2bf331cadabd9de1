import { Injectable } from '@nestjs/common';
import { TurnEvents } from '../observability/turn-events.service.js';
import { PageBreaker, type PageState } from './page-breaker.js';

const NOBODY = { requestId: null, conversationId: null, platform: 'messenger', latencyMs: null, owner: null };

/** Whether the Send API is to be asked for a page; one page's trouble is not another's. */
@Injectable()
export class PageBreakers {
  private readonly breakers = new Map<string, PageBreaker>();

  constructor(private readonly events: TurnEvents) {}

  of(pageId: string): PageBreaker {
    const known = this.breakers.get(pageId);
    if (known) return known;
    const breaker = new PageBreaker({
      opened: () => this.events.publish({ type: 'breaker_opened', target: 'send', ...NOBODY }),
      closed: () => this.events.publish({ type: 'breaker_closed', target: 'send', ...NOBODY }),
    });
    this.breakers.set(pageId, breaker);
    return breaker;
  }

  /** The pages that are in that state. */
  in(state: PageState): string[] {
    return [...this.breakers].filter(([, breaker]) => breaker.state() === state).map(([pageId]) => pageId);
  }
}
