import { setTimeout as sleep } from 'node:timers/promises';

/** Work that has begun and not ended. */
export class OpenWork {
  private readonly open = new Set<Promise<unknown>>();

  /** Counts the work until it ends, and gives it back. */
  track<T>(work: Promise<T>): Promise<T> {
    const end: Promise<unknown> = work.catch(() => undefined).finally(() => this.open.delete(end));
    this.open.add(end);
    return work;
  }

  get size(): number {
    return this.open.size;
  }

  /** Comes back when nothing is open any more, what began meanwhile included, or after `patienceMs`. */
  async settle(patienceMs: number): Promise<void> {
    const patience = new AbortController();
    const over = sleep(patienceMs, true, { signal: patience.signal }).catch(() => true);
    let isOver = false;
    while (this.open.size > 0 && !isOver) {
      isOver = await Promise.race([Promise.all(this.open).then(() => false), over]);
    }
    patience.abort();
  }
}
