/** Notes how long each stage of one turn took, in ms, by the monotonic clock. */
export class StageClock {
  private readonly durations = new Map<string, number>();

  async time<T>(stage: string, work: () => T | Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.durations.set(stage, performance.now() - startedAt);
    }
  }

  /** Stage → ms; `agent` is 0 when it was not asked. */
  read(): Record<string, number> {
    return { agent: 0, ...Object.fromEntries(this.durations) };
  }
}
