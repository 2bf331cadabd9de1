import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/**
 * True: the work was done within `ms`; what came while this process was busy counts. False: it goes on without us, and nobody
 * asks what becomes of it.
 * @throws what `work` throws within `ms`
 */
export async function atMost(ms: number, work: Promise<unknown>): Promise<boolean> {
  const waited = new AbortController();
  const bound = sleep(ms, undefined, { signal: waited.signal }).then(() => turn(false)); // Behind the reading of sockets.
  return Promise.race([work.then(() => true), bound]).finally(() => waited.abort());
}
