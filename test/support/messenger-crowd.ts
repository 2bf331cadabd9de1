import { setTimeout as delay } from 'node:timers/promises';
import type { GraphStandIn } from './graph-stand-in.js';
import { deliver, newMid, newPsid, textFrom, webhookOf } from './messenger-page.js';

/** Between two deliveries of what was not taken, in ms. */
const REDELIVER_MS = 250;
const ATTEMPTS = 400;

/** Somebody who writes several messages, each a moment after the one before was taken. */
export interface Talker {
  readonly psid: string;
  readonly texts: readonly string[];
}

export interface CrowdOptions {
  readonly talkers: number;
  /** Of each of them. */
  readonly messages: number;
  /** Longest pause before each of them, in ms. */
  readonly sayMs: number;
  readonly random: () => number;
  /** Base URL of the server to tell next; asked anew for every delivery. */
  readonly address: () => string;
}

/** People who write to a page, and a Meta that delivers until it is heard. */
export class MessengerCrowd {
  readonly talkers: readonly Talker[];
  /** How often each status was met; 0: no answer. */
  readonly outcomes = new Map<number, number>();

  constructor(
    private readonly graph: GraphStandIn,
    private readonly options: CrowdOptions,
  ) {
    this.talkers = Array.from({ length: options.talkers }, () => ({
      psid: newPsid(),
      texts: Array.from({ length: options.messages }, (_, n) => `message ${n + 1}`),
    }));
  }

  /** Everybody says everything; comes back when all of it was taken. */
  async talk(): Promise<void> {
    await Promise.all(this.talkers.map((talker) => this.say(talker)));
  }

  /** What people saw that they should not have: missing, twice, or in another order. `silent` may see something twice. */
  problems(silent: ReadonlySet<string> = new Set()): string[] {
    return this.talkers.flatMap(({ psid, texts }) => {
      const expected = texts.map((text) => `Echo: ${text}`);
      const seen = this.graph.textsFor(psid);
      const once = seen.filter((text, n) => seen.indexOf(text) === n);
      const isTwice = seen.length > once.length && !silent.has(psid);
      const isOther = once.join() !== expected.join();
      return [
        ...(isTwice ? [`${psid} saw something twice: ${seen.join(', ')}`] : []),
        ...(isOther ? [`${psid} saw ${seen.join(', ')}`] : []),
      ];
    });
  }

  /** As Meta does: again and again until it is taken. @throws Error when nobody ever does */
  async deliver(body: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const response = await deliver(this.options.address(), body).catch(() => null);
      const status = response?.status ?? 0;
      this.outcomes.set(status, (this.outcomes.get(status) ?? 0) + 1);
      if (status === 200) return;
      await delay(REDELIVER_MS);
    }
    throw new Error(`nobody took ${body}`);
  }

  private async say({ psid, texts }: Talker): Promise<void> {
    const { random, sayMs } = this.options;
    for (const text of texts) {
      await delay(random() * sayMs);
      const body = webhookOf(textFrom(psid, text, newMid()));
      await this.deliver(body);
      if (random() < 0.25) await this.deliver(body); // Meta delivers again what it has delivered.
    }
  }
}
