import { setTimeout as delay } from 'node:timers/promises';
import { AgentFailedError } from './agent.errors.js';
import type { Deadline } from './deadline.js';
import { EndpointError } from './endpoint.errors.js';

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 8_000;

export interface RetryOptions {
  readonly maxRetries: number;
  readonly deadline: Deadline;
  /** 0 to 1, both included; spreads the retries of many callers. */
  readonly random: () => number;
}

/**
 * Runs `attempt` until it succeeds, fails for good, or no retry fits into the deadline any more.
 * Not cockatiel's retry: its pauses can't be aborted.
 * @throws the last attempt's error, or the signal's reason when it aborts during a pause
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { deadline } = options;
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = pauseBefore(retries + 1, error, options.random());
      if (retries >= options.maxRetries || !isRetryable(error) || pauseMs >= deadline.remainingMs())
        throw error;
      await pause(pauseMs, deadline.signal);
    }
  }
}

/** True for broken connections, 429 and 5xx: what the same request may survive a moment later. */
export function isRetryable(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause === null) return false;
  return cause.isConnection || (cause.status !== null && (cause.status === 429 || cause.status >= 500));
}

/** Time to wait before the given retry (1, 2, …), in ms: backoff with jitter, but never less than `Retry-After`. */
export function pauseBefore(retry: number, error: unknown, random: number): number {
  const ceiling = Math.min(FIRST_BACKOFF_MS * 2 ** retry, LONGEST_BACKOFF_MS);
  const backoffMs = ceiling / 2 + (random * ceiling) / 2;
  const waitMs = retryAfterMs(causeOf(error)?.retryAfter ?? null);
  return Math.max(backoffMs, waitMs + random * FIRST_BACKOFF_MS);
}

/** Both forms of RFC 9110, 10.2.3: seconds or an HTTP date; 0 when there is none. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

function causeOf(error: unknown): EndpointError | null {
  const cause = error instanceof AgentFailedError ? error.facts.cause : null;
  return cause instanceof EndpointError ? cause : null;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // The only failure of a timer is the abort, and its reason says more than the timer's own error.
    signal.throwIfAborted();
  }
}
