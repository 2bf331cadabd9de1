import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { DatabaseUnavailableError } from './database.errors.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1000;

/**
 * Retries what the database did not answer, up to `attempts` times with growing, jittered pauses. Only for what may run
 * twice: reads, and statements of which the first success counts.
 */
export function whileUnavailable<T>(attempts: number, action: () => Promise<T>): Promise<T> {
  const policy = retry(handleType(DatabaseUnavailableError), {
    maxAttempts: attempts,
    backoff: new ExponentialBackoff({ initialDelay: FIRST_DELAY_MS, maxDelay: LONGEST_DELAY_MS }),
  });
  return policy.execute(action);
}
