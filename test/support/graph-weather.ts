import { setTimeout as delay } from 'node:timers/promises';
import { type GraphReply, type GraphStandIn, graphError, type ShownMessage } from './graph-stand-in.js';
import { echoOf, webhookOf } from './messenger-page.js';

/** How long an echo takes, in ms. */
const ECHO_MS = { least: 20, most: 800 };

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

/** A Meta that fails every now and then, and echoes nearly everything that it has shown. */
export class GraphWeather {
  /** Whom Meta has shown a message without saying so, then or later. */
  readonly silent = new Set<string>();
  private readonly echoes = new Set<Promise<void>>();

  /** `deliver` brings a webhook's body to Parley. */
  constructor(
    graph: GraphStandIn,
    private readonly random: () => number,
    private readonly deliver: (body: string) => Promise<void>,
  ) {
    graph.mode = (message) => this.reply(message);
  }

  /** Waits for the echoes that are under way. */
  async stop(): Promise<void> {
    await Promise.all(this.echoes);
  }

  private reply(message: ShownMessage): GraphReply {
    if (this.random() < THROTTLED) return graphError(613);
    let at = this.random();
    const [, reply] = WEATHER.find(([part]) => (at -= part) < 0) ?? [1, { kind: 'accept' } as const];
    if (reply.kind !== 'accept' && reply.kind !== 'accept-and-break') return reply;
    if (this.random() < ECHOES_LOST) this.silent.add(message.psid);
    else this.track(this.echo(message));
    return reply;
  }

  private async echo(message: ShownMessage): Promise<void> {
    await delay(ECHO_MS.least + this.random() * (ECHO_MS.most - ECHO_MS.least));
    await this.deliver(webhookOf(echoOf(message)));
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.echoes.delete(tracked));
    tracked.catch(() => undefined); // `stop` tells.
    this.echoes.add(tracked);
  }
}
