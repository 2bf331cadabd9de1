import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { setDefaultBackendFactory } from 'bullmq';
import { Settings } from '../config/settings.js';
import { PostgresQueueConnection } from './postgres-queue.client.js';
import { connectionOf, QueueConnection } from './queue-connection.js';
import { RedisQueueConnection } from './redis-queue.client.js';
import { SteadyWorker } from './steady-worker.js';
import { TURN_QUEUE } from './turn-pointer.js';
import { TurnPointerWorker } from './turn-pointer.worker.js';
import { TurnQueue } from './turn-queue.service.js';

// BullMQ's and Nest's own way to say it, for the whole process. Which connection it is, the options of each queue tell.
setDefaultBackendFactory((name, options, uses) => connectionOf(options).backend(name, options, uses));
BullModule.workerClass = SteadyWorker;

const connection = {
  provide: QueueConnection,
  inject: [Settings],
  useFactory: ({ database }: Settings): QueueConnection =>
    database.redis ? new RedisQueueConnection(database.redis) : new PostgresQueueConnection(database.url),
};

@Module({ providers: [connection], exports: [connection] })
class QueueConnectionModule {}

/** A job exists only until it has been tried once: its turn, not the queue, knows whether there is more to do. */
const queue = BullModule.registerQueueAsync({
  name: TURN_QUEUE,
  imports: [QueueConnectionModule],
  inject: [QueueConnection],
  useFactory: (connected: QueueConnection) => ({
    connection: connected,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    streams: { events: { maxLen: 100 } },
  }),
});

/** Pointers to turns that nobody runs, on BullMQ. */
@Module({})
export class QueueModule {
  /** A process that serves HTTP only takes no pointers. */
  static forRoot({ server }: Settings): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: [QueueConnectionModule, queue],
      providers: [TurnQueue, ...(server.role === 'web' ? [] : [TurnPointerWorker])],
      exports: [TurnQueue],
    };
  }
}
