/** npm passes on the signal of a terminal that has sent it to us already: what follows so soon is the same one. */
const ECHO_MS = 500;

type Stop = () => Promise<void>;

/** The end of a process: stops what was begun, the newest first, each whatever became of the one before. */
export class ProcessEnd {
  private readonly stops: Stop[] = [];
  private hasFailed = false;
  private hasBegun = false;

  /**
   * @param patienceMs longest wait for everything to stop
   * @param complain is told what could not be stopped
   */
  constructor(
    private readonly patienceMs: number,
    private readonly complain: (error: unknown) => void,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {}

  /** Something runs, and `stop` ends it. */
  begun(stop: Stop): void {
    this.stops.unshift(stop);
  }

  get isUnderWay(): boolean {
    return this.hasBegun;
  }

  /** Ends the process with `code` where everything stops in time, else with 1. Once; later calls do nothing. */
  async end(code: 0 | 1): Promise<void> {
    if (this.hasBegun) return;
    this.hasBegun = true;
    const hurry = setTimeout(() => {
      this.complain(new Error(`Not stopped within ${this.patienceMs} ms`));
      this.exit(1);
    }, this.patienceMs);
    for (const stop of [...this.stops]) await this.attempt(stop);
    clearTimeout(hurry);
    this.exit(this.hasFailed ? 1 : code);
  }

  private async attempt(stop: Stop): Promise<void> {
    try {
      await stop();
    } catch (error) {
      this.hasFailed = true;
      this.complain(error);
    }
  }
}

/** Calls `end` at the first signal to stop; a second one ends the process at once with 1. */
export function whenAsked(end: () => void): void {
  let askedAt: number | null = null;
  const hear = (): void => {
    if (askedAt !== null && performance.now() - askedAt > ECHO_MS) process.exit(1);
    if (askedAt !== null) return;
    askedAt = performance.now();
    end();
  };
  process.on('SIGTERM', hear).on('SIGINT', hear);
}
