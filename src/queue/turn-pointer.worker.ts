import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Checkpoints } from '../observability/checkpoints.js';
import { QueueConnection } from './queue-connection.js';
import type { SteadyWorker } from './steady-worker.js';
import { readPointer, TURN_QUEUE, type TurnPointer } from './turn-pointer.js';

export type PointerHandler = (pointer: TurnPointer) => Promise<void>;

/** Hands over one pointer after the other; begins when the application has started. */
@Processor(TURN_QUEUE, {
  autorun: false,
  concurrency: 8,
  lockDuration: 30_000,
  maxStalledCount: 1,
  runRetryDelay: 250,
})
export class TurnPointerWorker extends WorkerHost<SteadyWorker> implements OnApplicationBootstrap {
  private readonly logger = new Logger(TurnPointerWorker.name);
  private handler: PointerHandler = async () => undefined;
  private isRunning = false;

  constructor(
    private readonly connection: QueueConnection,
    private readonly checkpoints: Checkpoints,
  ) {
    super();
  }

  /** Calls `handler` with every pointer from now on. */
  handle(handler: PointerHandler): void {
    this.handler = handler;
  }

  onApplicationBootstrap(): void {
    this.isRunning = true;
    this.worker.run().catch((error: unknown) => this.connection.lost(error));
  }

  override async process(job: Job<unknown>): Promise<void> {
    const pointer = readPointer(job.data);
    this.checkpoints.pass('pointer.taken');
    await this.handler(pointer);
  }

  /** Takes no pointer any more, and waits, but not for long, for those in hand. */
  async stop(): Promise<void> {
    if (this.isRunning) await this.worker.close();
  }

  @OnWorkerEvent('error')
  noteError(error: Error): void {
    this.connection.lost(error);
  }

  @OnWorkerEvent('failed')
  noteFailure(_job: Job | undefined, error: Error): void {
    this.logger.warn(`Pointer dropped: ${String(error)}`); // The sweeper finds the turn.
  }
}
