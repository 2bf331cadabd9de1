import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhenResult,
} from 'cockatiel';
import { type GraphFailure, type GraphFailureKind, notConnected } from './graph-failure.js';
import type { SendOutcome } from './send-api.client.js';

/** Failures in a row after which a page's Send API is left alone. */
const FAILURES_TO_OPEN = 5;
/** How long it is left alone before one probe is let through, in ms. */
const COOLDOWN_MS = 30_000;
/** Longer for what passes only when somebody does something about it, in ms. */
const COOLDOWNS_MS: Partial<Record<GraphFailureKind, number>> = {
  auth: 600_000,
  permission: 600_000,
  blocked: 3_600_000,
};
/** How long after Meta has said "too many calls" without saying until when, in ms. */
const THROTTLED_MS = 10_000;
/** Part of an allowance, in percent, beyond which nothing is sent until Meta's estimate is over. */
const MOST_USED = 100;

/** `probing`: one call may be made, to find out whether others may. */
export type PageState = 'clear' | 'waiting' | 'probing';

const isOutage = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'failure' in outcome && isCounted(outcome.failure);

const isCounted = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && 'isOutage' in failure && failure.isOutage === true;

/** The refusal that is given while no call may be made: nothing was sent. */
const REFUSAL: SendOutcome = {
  messageId: null,
  failure: notConnected('breaker_open'),
  usage: { percent: 0, regainMs: 0 },
};

/** Leaves the Send API of one page alone that seems to be down or has had enough, and asks again by one probe at a time. */
export class PageBreaker {
  /** Asks again whenever it is asked to: when that is, is decided here, by one clock. */
  private readonly circuit = circuitBreaker(handleWhenResult(isOutage), {
    halfOpenAfter: 0,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  /** By the monotonic clock, in ms. */
  private waitsUntil = 0;
  private isProbing = false;
  private isOpen = false;

  constructor(private readonly listener: { opened(code: string): void; closed(): void }) {
    this.circuit.onReset(() => {
      this.isOpen = false;
      listener.closed();
    });
  }

  state(): PageState {
    if (performance.now() < this.waitsUntil) return 'waiting';
    if (this.circuit.state === CircuitState.Closed) return 'clear';
    return this.isProbing ? 'waiting' : 'probing';
  }

  /** Makes the call, or refuses it where none may be made now. */
  async run(send: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const state = this.state();
    if (state === 'waiting') return REFUSAL;
    this.isProbing = state === 'probing';
    try {
      const outcome = await this.circuit.execute(send);
      this.heed(outcome);
      return outcome;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return REFUSAL;
      throw error;
    } finally {
      if (state === 'probing') this.isProbing = false;
    }
  }

  /** Each further call while throttled prolongs it. */
  private heed({ failure, usage }: SendOutcome): void {
    if (failure?.kind === 'throttle') this.wait(Math.max(failure.retryAfterMs ?? 0, THROTTLED_MS));
    if (usage.percent >= MOST_USED) this.wait(usage.regainMs);
    if (failure && this.circuit.state !== CircuitState.Closed) this.leaveAlone(failure);
  }

  private leaveAlone({ kind, code }: GraphFailure): void {
    this.wait(COOLDOWNS_MS[kind] ?? COOLDOWN_MS);
    if (!this.isOpen) this.listener.opened(code);
    this.isOpen = true;
  }

  private wait(ms: number): void {
    this.waitsUntil = Math.max(this.waitsUntil, performance.now() + ms);
  }
}
