import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A wire between a program and its server that can be slow, dead or cut. */
export class TcpProxy {
  /** Time that every piece of data takes, each way, in ms. Order is kept. */
  latencyMs = 0;
  private readonly pairs = new Set<[Socket, Socket]>();
  private gates = { there: new Gate(), back: new Gate() };

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  /** In front of the server that the URL names. */
  static async start(upstreamUrl: string): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, new URL(upstreamUrl));
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
    const { hostname, port } = this.upstream;
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    const pair: [Socket, Socket] = [near.setNoDelay(true), far];
    this.pairs.add(pair);
    for (const socket of pair) socket.once('close', () => this.pairs.delete(pair));
    const { there, back } = this.gates;
    void this.carry(near, far, there);
    void this.carry(far, near, back);
  }

  private async carry(from: Socket, to: Socket, gate: Gate): Promise<void> {
    try {
      for await (const piece of from) {
        if (this.latencyMs > 0) await delay(this.latencyMs);
        await gate.passage;
        to.write(piece);
      }
      to.end();
    } catch {
      from.destroy(); // One side broke the connection; the other side is to see it broken.
      to.destroy();
    }
  }
}

/** Open until it is closed. */
class Gate {
  passage: Promise<void> = Promise.resolve();
  private lift: () => void = () => undefined;

  close(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.passage = promise;
    this.lift = resolve;
  }

  open(): void {
    this.lift();
  }
}
