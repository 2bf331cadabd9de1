import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Cuts the pieces in which data come into the pieces that mean something; the rest waits for more. */
export type Cutter = (piece: Buffer) => readonly Buffer[];

/** Makes something else of a piece. */
export type Tamper = (piece: Buffer) => Buffer;

const UNTOUCHED: Tamper = (piece) => piece;
const UNCUT = (): Cutter => (piece) => [piece];

/** A wire between a program and its server that can be slow, dead, cut or confused. */
export class TcpProxy {
  /** Time that every piece of data takes, each way, in ms. Order is kept. */
  latencyMs = 0;
  /** Whoever connects is sent away at once. */
  isRefusing = false;
  /** What becomes of a piece that the server says, cut by the `cutter`. */
  tamper: Tamper = UNTOUCHED;
  private readonly pairs = new Set<[Socket, Socket]>();
  private gates = { there: new Gate(), back: new Gate() };

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
    private readonly cutter: () => Cutter,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  /** In front of the server that the URL names. `cutter` makes one for every connection. */
  static async start(upstreamUrl: string, cutter: () => Cutter = UNCUT): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, new URL(upstreamUrl), cutter);
  }

  /** The same URL by way of the proxy. */
  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    const url = new URL(this.upstream);
    url.host = `127.0.0.1:${address.port}`;
    return url.href;
  }

  /** Holds everything back, both ways; connections stay open, and new ones are still accepted. */
  hang(): void {
    this.gates.there.close();
    this.gates.back.close();
  }

  /** Holds back only what the server says: it hears and does everything, and nobody learns of it. */
  muffle(): void {
    this.gates.back.close();
  }

  /** Lets go what was held back, in order. */
  resume(): void {
    this.gates.there.open();
    this.gates.back.open();
  }

  /** Carries new connections, and never again the ones that it holds back: they stay open and silent. */
  abandon(): void {
    this.gates = { there: new Gate(), back: new Gate() };
  }

  /** A plain wire again, whatever it was told before. */
  heal(): void {
    this.latencyMs = 0;
    this.isRefusing = false;
    this.tamper = UNTOUCHED;
    this.resume();
  }

  /** Breaks every connection. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  async close(): Promise<void> {
    this.resume();
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket): void {
    if (this.isRefusing) return void near.resetAndDestroy();
    const { hostname, port } = this.upstream;
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    const pair: [Socket, Socket] = [near.setNoDelay(true), far];
    this.pairs.add(pair);
    for (const socket of pair) {
      socket.once('close', () => this.pairs.delete(pair));
      socket.on('error', () => undefined); // Whoever carries from it sees that; nobody may be left who does.
    }
    const { there, back } = this.gates;
    const cut = this.cutter();
    void this.carry(near, far, { gate: there, pieces: (piece) => [piece] });
    void this.carry(far, near, { gate: back, pieces: (piece) => cut(piece).map((one) => this.tamper(one)) });
  }

  private async carry(from: Socket, to: Socket, { gate, pieces }: Way): Promise<void> {
    let last = Promise.resolve();
    try {
      for await (const piece of from) {
        const dueAt = performance.now() + this.latencyMs;
        last = last.then(() => gate.passage(dueAt)).then(() => pieces(piece).forEach((one) => to.write(one)));
      }
      await last;
      to.end();
    } catch {
      from.destroy(); // One side broke the connection; the other side is to see it broken.
      to.destroy();
    }
  }
}

interface Way {
  readonly gate: Gate;
  readonly pieces: Cutter;
}

/** Open until it is closed. */
class Gate {
  private opened: Promise<void> = Promise.resolve();
  private lift: () => void = () => undefined;

  close(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    this.lift = resolve;
  }

  open(): void {
    this.lift();
  }

  /** Comes back at that time of the monotonic clock, or when the gate is open. */
  async passage(dueAt: number): Promise<void> {
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    await this.opened;
  }
}
