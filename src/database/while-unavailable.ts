import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { DatabaseUnavailableError } from './database.errors.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1000;

/**
 * Retries what the database did not answer, with growing, jittered pauses, for as long as `patienceMs`; a try that has begun
 * by then is waited for. Only for what may run twice: reads, and statements of which the first success counts.
 */
export function whileUnavailable<T>(patienceMs: number, action: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  const isWorthIt = (error: unknown): boolean =>
    error instanceof DatabaseUnavailableError && performance.now() < until;
  const backoff = new ExponentialBackoff({ initialDelay: FIRST_DELAY_MS, maxDelay: LONGEST_DELAY_MS });
  return retry(handleWhen(isWorthIt), { maxAttempts: Number.MAX_SAFE_INTEGER, backoff }).execute(action);
}
