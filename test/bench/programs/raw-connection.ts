import { connect, type Socket } from 'node:net';

const NO_BYTES = Buffer.alloc(0);

/** An answer as the load needs it. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** One keep-alive HTTP/1.1 connection, one request at a time: as little work as a client can have. */
export class RawConnection {
  private received: Buffer = NO_BYTES;
  private waiting: { answer: (answer: RawAnswer) => void; fail: (error: Error) => void } | null = null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.hear(bytes));
    socket.on('error', (error) => this.waiting?.fail(error));
    socket.on('close', () => this.waiting?.fail(new Error('the server closed the connection')));
  }

  static open({ hostname, port }: URL): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.once('error', reject).once('connect', () => resolve(new RawConnection(socket)));
    });
  }

  ask(request: Buffer): Promise<RawAnswer> {
    return new Promise((answer, fail) => {
      this.waiting = { answer, fail };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = null;
    this.socket.destroy();
  }

  private hear(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    const answer = parseAnswer(this.received);
    if (!answer) return;
    this.received = NO_BYTES;
    this.waiting?.answer(answer);
  }
}

/** Null: not whole yet. Understands what our servers send: a body with Content-Length. */
function parseAnswer(bytes: Buffer): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
  const body = bytes.subarray(end + 4);
  return body.length < Number(length) ? null : { status: Number(head.slice(9, 12)), body };
}
