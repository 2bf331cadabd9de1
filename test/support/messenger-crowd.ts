import { setTimeout as delay } from 'node:timers/promises';
import { type GraphReply, type GraphStandIn, graphError, type ShownMessage } from './graph-stand-in.js';
import { deliver, echoOf, newMid, newPsid, textFrom, webhookOf } from './messenger-page.js';

/** Pauses between two things that somebody says, and between two deliveries of what was not taken, in ms. */
const SAY_MS = 400;
const REDELIVER_MS = 250;
/** How long an echo takes, in ms. */
const ECHO_MS = { least: 20, most: 800 };
const ATTEMPTS = 400;

/** What Meta does with a message, each with its part of all; else it takes it. */
const WEATHER: readonly (readonly [part: number, reply: GraphReply])[] = [
  [0.05, graphError(2)],
  [0.03, { kind: 'refuse', status: 500, body: '<html>' }],
  [0.05, { kind: 'accept-and-break' }],
  [0.02, { kind: 'break' }],
  [0.01, { kind: 'hang' }],
];
/** "Too many calls", which stops the whole page for a while: seldom. */
const THROTTLED = 0.001;
/** Echoes that Meta forgets. */
const ECHOES_LOST = 0.05;

/** Somebody who writes several messages, each a moment after the one before was taken. */
export interface Talker {
  readonly psid: string;
  readonly texts: readonly string[];
}

/** People who write to a page, and a Meta that delivers until it is heard and fails every now and then. */
export class MessengerCrowd {
  readonly talkers: readonly Talker[];
  /** Messages whose answer Meta showed without saying so, then or later. */
  readonly silent = new Set<string>();
  private readonly echoes = new Set<Promise<void>>();

  constructor(
    private readonly graph: GraphStandIn,
    private readonly around: { random: () => number; address: () => string },
    size: { talkers: number; messages: number },
  ) {
    this.talkers = Array.from({ length: size.talkers }, () => ({
      psid: newPsid(),
      texts: Array.from({ length: size.messages }, (_, n) => `message ${n + 1}`),
    }));
    graph.mode = (message) => this.weather(message);
  }

  /** Everybody says everything; comes back when all of it was taken. */
  async talk(): Promise<void> {
    await Promise.all(this.talkers.map((talker) => this.say(talker)));
  }

  /** What people saw that they should not have: missing, twice, or in another order. */
  problems(): string[] {
    return this.talkers.flatMap(({ psid, texts }) => {
      const expected = texts.map((text) => `Echo: ${text}`);
      const seen = this.graph.textsFor(psid);
      return seen.join() === expected.join() ? [] : this.problemsOf(psid, expected, seen);
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.echoes);
  }

  /** Seen twice is forgiven, and counted, where Meta took the message and never said so. */
  private problemsOf(psid: string, expected: readonly string[], seen: readonly string[]): string[] {
    const once = seen.filter((text, n) => seen.indexOf(text) === n);
    const isTwice = seen.length > once.length && !this.silent.has(psid);
    const isOther = once.join() !== expected.join();
    return [
      ...(isTwice ? [`${psid} saw something twice: ${seen.join(', ')}`] : []),
      ...(isOther ? [`${psid} saw ${seen.join(', ')}`] : []),
    ];
  }

  private async say({ psid, texts }: Talker): Promise<void> {
    for (const text of texts) {
      await delay(this.around.random() * SAY_MS);
      const body = webhookOf(textFrom(psid, text, newMid()));
      await this.deliver(body);
      if (this.around.random() < 0.25) await this.deliver(body); // Meta delivers again what it has delivered.
    }
  }

  /** As Meta does: again and again until it is taken. */
  private async deliver(body: string): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const response = await deliver(this.around.address(), body).catch(() => null);
      if (response?.status === 200) return;
      await delay(REDELIVER_MS);
    }
    throw new Error(`nobody took ${body}`);
  }

  private weather(message: ShownMessage): GraphReply {
    if (this.around.random() < THROTTLED) return graphError(613);
    let at = this.around.random();
    const [, reply] = WEATHER.find(([part]) => (at -= part) < 0) ?? [1, { kind: 'accept' } as const];
    if (reply.kind !== 'accept' && reply.kind !== 'accept-and-break') return reply;
    if (this.around.random() < ECHOES_LOST) this.silent.add(message.psid);
    else this.track(this.echo(message));
    return reply;
  }

  private async echo(message: ShownMessage): Promise<void> {
    await delay(ECHO_MS.least + this.around.random() * (ECHO_MS.most - ECHO_MS.least));
    await this.deliver(webhookOf(echoOf(message)));
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.echoes.delete(tracked));
    tracked.catch(() => undefined); // `stop` tells.
    this.echoes.add(tracked);
  }
}
