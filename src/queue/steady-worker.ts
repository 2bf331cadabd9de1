import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { atMost } from './at-most.js';
import { connectionOf } from './queue-connection.js';

/** Pauses after failures: twice as long each time. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;
const CLOSE_MS = 500;

/**
 * A worker that pauses when it can't ask for work. BullMQ's own asks again at once, without an end, where the server
 * answers with an error: one that starts or recovers, is full, or became a replica.
 */
export class SteadyWorker extends Worker {
  private failures = 0;
  private readonly ending = new AbortController();
  private ended: Promise<unknown> | null = null;

  /** Waits for the jobs in hand, but no longer than half a second, all callers together. */
  override async close(): Promise<void> {
    this.ending.abort();
    this.ended ??= atMost(CLOSE_MS, super.close());
    await this.ended;
  }

  protected override async moveToActive(token: string, name?: string): ReturnType<Worker['moveToActive']> {
    const connection = connectionOf(this.opts);
    try {
      const job = await super.moveToActive(token, name);
      this.failures = 0;
      connection.answered();
      return job;
    } catch (error) {
      connection.failed(error);
      await this.rest();
      throw error;
    }
  }

  /** Cut short by close(). */
  private async rest(): Promise<void> {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS);
    await sleep(pauseMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }
}
