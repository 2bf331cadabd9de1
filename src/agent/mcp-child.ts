/** What is kept of what a process complains of while it starts, in characters. */
const MOST_COMPLAINT_CHARACTERS = 2000;
/** A process whose input has ended may end by itself for so long, then it is told to, in ms. */
const END_BY_ITSELF_MS = 300;
/** And then for so long, until it is ended without a word, in ms. */
const END_WHEN_TOLD_MS = 1200;

/** Whoever of them is there when our own process ends, ends with it. */
const living = new Set<McpChild>();

/** The process of a server: listens to its complaints while it starts, and leaves nothing of it behind. */
export class McpChild {
  private said = '';
  private isHeard = true;
  private pid: number | null = null;
  private readonly timers: NodeJS.Timeout[] = [];
  private tellEnd = (): void => undefined;
  private readonly ended = new Promise<void>((resolve) => (this.tellEnd = resolve));

  /** It runs, under that number. */
  started(pid: number | null): void {
    this.pid = pid;
    if (living.size === 0) process.on('exit', endAll);
    living.add(this);
  }

  complains(text: string): void {
    if (this.isHeard) this.said = `${this.said}${text}`.slice(-MOST_COMPLAINT_CHARACTERS);
  }

  /** What it said since its start; nothing more is kept. Later words may be words of a conversation. */
  complaint(): string {
    this.isHeard = false;
    return this.said;
  }

  /** Its input is going to end; SIGTERM follows where that does not do, then SIGKILL. Comes back once it has ended. */
  async end(): Promise<void> {
    if (this.pid === null) return;
    this.after(END_BY_ITSELF_MS, () => this.signal('SIGTERM'));
    this.after(END_BY_ITSELF_MS + END_WHEN_TOLD_MS, () => {
      this.signal('SIGKILL');
      this.tellEnd();
    });
    await this.ended;
  }

  hasEnded(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.tellEnd();
    this.pid = null;
    living.delete(this);
    if (living.size === 0) process.off('exit', endAll);
  }

  signal(name: NodeJS.Signals): void {
    try {
      if (this.pid !== null) process.kill(this.pid, name);
    } catch {
      this.hasEnded(); // Nothing of that number runs any more.
    }
  }

  private after(ms: number, act: () => void): void {
    this.timers.push(setTimeout(act, ms).unref());
  }
}

function endAll(): void {
  for (const child of [...living]) child.signal('SIGKILL');
}
