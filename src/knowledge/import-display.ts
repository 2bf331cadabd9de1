/** What a display writes to: a terminal, or a file or pipe. */
export interface DisplayStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far an import has come. */
export interface Progress {
  readonly name: string;
  readonly records: number;
  readonly readBytes: number;
  readonly totalBytes: number;
}

const REDRAW_MS = 100;
/** Without a terminal: often enough to see that it goes on. */
const LINE_MS = 5000;
const BAR_CHARACTERS = 24;
const DEFAULT_COLUMNS = 80;
/** To the line's beginning, and clear it: ECMA-48. */
const CLEAR = '\r\u001b[2K';

/** Shows the progress of an import: a bar that moves on a terminal, a plain line every 5 s elsewhere. */
export class ImportDisplay {
  private shownAt = -Infinity;
  private isBarShown = false;

  constructor(
    private readonly stream: DisplayStream,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Shows it, unless the last was shown just now. */
  show(progress: Progress): void {
    const { isTTY, columns = DEFAULT_COLUMNS } = this.stream;
    if (this.now() - this.shownAt < (isTTY ? REDRAW_MS : LINE_MS)) return;
    this.shownAt = this.now();
    this.isBarShown = isTTY === true;
    if (isTTY) this.stream.write(`${CLEAR}${barOf(progress).slice(0, columns - 1)}`);
    else this.stream.write(`${lineOf(progress)}\n`);
  }

  /** Writes a whole line, in the place of the bar where there is one. */
  say(line: string): void {
    this.stream.write(`${this.isBarShown ? CLEAR : ''}${line}\n`);
    this.isBarShown = false;
  }
}

function barOf(progress: Progress): string {
  const done = Math.round(share(progress) * BAR_CHARACTERS);
  const bar = '#'.repeat(done).padEnd(BAR_CHARACTERS, '.');
  return `[${bar}] ${lineOf(progress)}`;
}

function lineOf(progress: Progress): string {
  const percent = Math.floor(share(progress) * 100);
  return `${percent} % ${progress.records.toLocaleString('en')} records  ${progress.name}`;
}

const share = ({ readBytes, totalBytes }: Progress): number =>
  totalBytes === 0 ? 1 : Math.min(1, readBytes / totalBytes);
