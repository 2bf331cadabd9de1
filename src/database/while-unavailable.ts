import { setTimeout as delay } from 'node:timers/promises';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { DatabaseUnavailableError } from './database.errors.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1000;

/**
 * Retries what the database did not answer, with growing, jittered pauses, for as long as `patienceMs`; a try that has begun
 * by then is waited for. Only for what may run twice: reads, and statements of which the first success counts.
 */
export async function whileUnavailable<T>(patienceMs: number, action: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  const isWorthIt = (error: unknown): boolean =>
    error instanceof DatabaseUnavailableError && performance.now() < until;
  try {
    return await action();
  } catch (error) {
    if (!isWorthIt(error)) throw error;
    return afterPause(isWorthIt, action);
  }
}

/** Made for what has failed only: a policy is 10 µs, and nearly all that is asked succeeds. */
async function afterPause<T>(isWorthIt: (error: unknown) => boolean, action: () => Promise<T>): Promise<T> {
  const backoff = new ExponentialBackoff({ initialDelay: FIRST_DELAY_MS, maxDelay: LONGEST_DELAY_MS });
  await delay(FIRST_DELAY_MS * (0.5 + Math.random()));
  return retry(handleWhen(isWorthIt), { maxAttempts: Number.MAX_SAFE_INTEGER, backoff }).execute(action);
}
