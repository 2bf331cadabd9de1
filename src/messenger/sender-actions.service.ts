import { Injectable } from '@nestjs/common';
import { PageBreakers } from './page-breakers.service.js';
import { type SenderAction, SendApiClient } from './send-api.client.js';
import type { Thread } from './thread.js';

/** Most of them on their way at the same time; further ones are left out. */
const MOST_CALLS = 16;
/** Meta shows that somebody types for 20 s. */
const AGAIN_MS = 15_000;

/** Shows people that their message was seen and is being answered: a courtesy, for which nobody is to be kept waiting. */
@Injectable()
export class SenderActions {
  private calls = 0;

  constructor(
    private readonly api: SendApiClient,
    private readonly breakers: PageBreakers,
  ) {}

  /** Nothing where the page's Send API is to be left alone. */
  show(action: SenderAction, thread: Thread): void {
    if (this.calls >= MOST_CALLS || this.breakers.of(thread.pageId).state() !== 'clear') return;
    this.calls += 1;
    void this.api.show(action, thread).finally(() => (this.calls -= 1));
  }

  /** Shows that somebody types until the returned function is called. */
  type(thread: Thread): () => void {
    this.show('typing_on', thread);
    const again = setInterval(() => this.show('typing_on', thread), AGAIN_MS);
    return () => clearInterval(again);
  }
}
