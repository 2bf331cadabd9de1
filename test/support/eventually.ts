import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 25;

/**
 * Looks again and again until there is something to see, and returns it.
 * @throws Error when there is nothing within `patienceMs`
 */
export async function eventually<T>(look: () => Promise<T | null>, patienceMs = 15_000): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > until) throw new Error(`nothing to see within ${patienceMs} ms`);
    await pause(POLL_MS);
  }
}
