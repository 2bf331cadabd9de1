/** npm passes on the signal of a terminal that has sent it to us already: what follows so soon is the same one. */
const ECHO_MS = 500;

/** How a process ends. */
export interface Ending {
  /** Exit code where everything stops in time; else it is 1. */
  readonly code: 0 | 1;
  /** What has to stop, in order; each gets its turn, whatever became of the one before. */
  readonly steps: readonly (() => Promise<void>)[];
  /** Longest wait for all of them together. */
  readonly patienceMs: number;
  /** Is told what could not be stopped. */
  readonly complain: (error: unknown) => void;
}

/** Stops what there is to stop, then ends the process by `exit`. */
export async function endProcess(
  { code, steps, patienceMs, complain }: Ending,
  exit: (code: number) => void = (exitCode) => process.exit(exitCode),
): Promise<void> {
  const hurry = setTimeout(() => {
    complain(new Error(`Not stopped within ${patienceMs} ms`));
    exit(1);
  }, patienceMs);
  let hasFailed = false;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      hasFailed = true;
      complain(error);
    }
  }
  clearTimeout(hurry);
  exit(hasFailed ? 1 : code);
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
