import { AsyncLocalStorage } from 'node:async_hooks';

type Context = ReturnType<typeof AsyncLocalStorage.snapshot>;

/** Which request brought a turn that waits in line, so that what its run logs and tells bears that request's id. */
export class TurnRequests {
  private readonly outside: Context = AsyncLocalStorage.snapshot();
  private readonly contexts = new Map<string, Context>();

  /** Remembers that the current request brought the turn, for `keepMs`: another process may run it. */
  remember(turnId: string, keepMs: number): void {
    this.contexts.set(turnId, AsyncLocalStorage.snapshot());
    setTimeout(() => this.contexts.delete(turnId), keepMs).unref();
  }

  /** Runs `work` as part of the turn's own request; as part of none where that is not known. */
  within<T>(turnId: string, work: () => T): T {
    const context = this.contexts.get(turnId) ?? this.outside;
    this.contexts.delete(turnId);
    return context(work);
  }
}
