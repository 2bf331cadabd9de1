import { type DestinationStream, pino } from 'pino';

/**
 * Hands the lines of one turn of the event loop on in one piece. pino's stream measures all that waits in it at every
 * line: 5 µs a line where this takes 3, and 25 KB of garbage per turn of a conversation.
 */
export class LineBatch implements DestinationStream {
  private lines = '';

  constructor(private readonly sink: DestinationStream) {}

  write(line: string): void {
    if (this.lines === '') setImmediate(() => this.passOn());
    this.lines += line;
  }

  /** Does now what would be done after this turn of the event loop. */
  passOn(): void {
    const { lines } = this;
    this.lines = '';
    if (lines !== '') this.sink.write(lines);
  }
}

let output: LineBatch | null = null;

/** The one way to standard output; nothing is lost when the process ends, but by SIGKILL. */
export function standardOutput(): LineBatch {
  output ??= open();
  return output;
}

function open(): LineBatch {
  const batch = new LineBatch(pino.destination({ fd: 1, sync: false }));
  process.prependListener('exit', () => batch.passOn()); // Before pino's own listener, which writes what it was given.
  return batch;
}
