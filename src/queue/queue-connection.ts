import { Logger } from '@nestjs/common';
import type { BackendFactory } from 'bullmq';

/**
 * Where the pointers are kept, and how it is reached. Opening it waits for nobody; it comes back by itself, and says once
 * when it is lost and once when it is back.
 */
export abstract class QueueConnection {
  private readonly logger = new Logger(QueueConnection.name);
  private isBroken = false;
  private isClosed = false;

  /** Longest time that an offer may take, in ms. */
  abstract readonly offerWithinMs: number;

  /** What BullMQ's queue and worker use of it. */
  abstract readonly backend: BackendFactory;

  /** False: an offer would wait in vain. */
  abstract get isReady(): boolean;

  /** Something is wrong with it; only the first failure of an outage is news. */
  lost(error: unknown): void {
    if (!this.isBroken && !this.isClosed) this.logger.warn(`Queue lost: ${String(error)}`);
    this.isBroken = true;
  }

  /** What was asked of it failed, or was not answered in time. */
  failed(error: unknown): void {
    this.lost(error);
  }

  /** Something succeeded. */
  answered(): void {
    if (this.isBroken && !this.isClosed) this.logger.log('Queue is back');
    this.isBroken = false;
  }

  /** Ends every connection, at once where nobody answers; whatever waits for an answer fails. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.cut();
  }

  protected abstract cut(): Promise<void>;
}

/** The connection among BullMQ's options, which are the same for Redis and PostgreSQL. */
export function connectionOf({ connection }: { connection: unknown }): QueueConnection {
  if (connection instanceof QueueConnection) return connection;
  throw new Error('a queue needs a QueueConnection');
}
