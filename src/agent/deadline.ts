import { AgentTimeoutError } from './agent.errors.js';

/** The caller's signal, narrowed by a time limit; its reason is the caller's, or an AgentTimeoutError. */
export class Deadline {
  readonly signal: AbortSignal;
  private readonly timer: NodeJS.Timeout;
  private readonly endsAt: number;

  constructor(caller: AbortSignal, timeoutMs: number) {
    const limit = new AbortController();
    this.signal = AbortSignal.any([caller, limit.signal]);
    this.endsAt = performance.now() + timeoutMs;
    this.timer = setTimeout(() => limit.abort(new AgentTimeoutError()), timeoutMs);
  }

  /** Time left, in ms; never negative. */
  remainingMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** Ends the watch; call it when the work is over. */
  close(): void {
    clearTimeout(this.timer);
  }
}
