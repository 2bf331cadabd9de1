import { InjectQueue } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, Logger, Optional } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Checkpoints } from '../observability/checkpoints.js';
import { atMost } from './at-most.js';
import { QueueConnection } from './queue-connection.js';
import { jobOf, TURN_QUEUE, type TurnPointer } from './turn-pointer.js';
import { type PointerHandler, TurnPointerWorker } from './turn-pointer.worker.js';

/** Pointers of one call: its time limit is for a queue that is away, not for a long list. */
const OFFER_SIZE = 100;
/** Longest wait for the connections to end. */
const CLOSE_MS = 400;

/**
 * Hands turns that nobody runs to whoever has time. Only a hint, for speed: what gets lost here, the sweeper finds within a
 * second or two, and a pointer that comes twice, or late, finds nothing to do.
 */
@Injectable()
export class TurnQueue implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnQueue.name);

  constructor(
    @InjectQueue(TURN_QUEUE) private readonly queue: Queue<TurnPointer>,
    private readonly connection: QueueConnection,
    private readonly checkpoints: Checkpoints,
    @Optional() private readonly worker?: TurnPointerWorker,
  ) {
    queue.on('error', () => undefined); // The connection has told it already.
  }

  /**
   * Stores the pointers, a hundred in one call. False: at least one may not be stored. A queue that doesn't answer costs 250 ms
   * in Redis, 2 s in PostgreSQL, one that is known to be away nothing. Never throws.
   */
  async offer(pointers: readonly TurnPointer[]): Promise<boolean> {
    if (pointers.length === 0) return true;
    if (!this.connection.isReady) return this.giveUp(pointers, 'no connection');
    try {
      for (let from = 0; from < pointers.length; from += OFFER_SIZE)
        await this.store(pointers.slice(from, from + OFFER_SIZE));
    } catch (error) {
      this.connection.failed(error);
      return this.giveUp(pointers, error);
    }
    this.checkpoints.pass('pointer.queued');
    return true;
  }

  /** Calls `handler` with every pointer that this process takes, 8 at a time; none where ROLE is `web`. One handler only. */
  onPointer(handler: PointerHandler): void {
    this.worker?.handle(handler);
  }

  /** Takes no pointer any more, and waits half a second at most for those in hand; offers go on. */
  async stopTaking(): Promise<void> {
    await this.worker?.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopTaking();
    await atMost(CLOSE_MS, this.connection.close());
  }

  private async store(pointers: readonly TurnPointer[]): Promise<void> {
    const { offerWithinMs } = this.connection;
    const isStored = await atMost(offerWithinMs, this.queue.addBulk(pointers.map(jobOf)));
    if (!isStored) throw new Error(`no answer within ${offerWithinMs} ms`);
  }

  private giveUp(pointers: readonly TurnPointer[], reason: unknown): false {
    this.logger.warn(`${pointers.length} pointer(s) not queued: ${String(reason)}`);
    return false;
  }
}
