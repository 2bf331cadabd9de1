import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresQueueBackend } from 'bullmq';

/** How long a worker waits for a NOTIFY before it looks by itself; BullMQ's 5 s, or an hour after a failure, suit Redis. */
const LOOK_SECONDS = 60;
const PAUSE_MS = 1000;

/** BullMQ's backend on PostgreSQL, quiet while there is nothing to do, and patient where it can't listen. */
export class QuietPostgresBackend extends PostgresQueueBackend {
  private readonly stopped = new AbortController();

  override async waitForJob(): ReturnType<PostgresQueueBackend['waitForJob']> {
    try {
      return await super.waitForJob(LOOK_SECONDS);
    } catch (error) {
      this.emit('error', error);
      await sleep(PAUSE_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      return null; // As after the wait: the worker looks by itself.
    }
  }

  override async disconnectBlocking(): Promise<void> {
    this.stopped.abort();
    await super.disconnectBlocking();
  }
}
