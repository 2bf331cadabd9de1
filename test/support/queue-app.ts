import { Global, type INestApplicationContext, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { ConfigModule } from '../../src/config/config.module.js';
import { loadSettings, type Environment } from '../../src/config/settings.js';
import { Checkpoints, UnwatchedCheckpoints } from '../../src/observability/checkpoints.js';
import { QueueConnection } from '../../src/queue/queue-connection.js';
import { QueueModule } from '../../src/queue/queue.module.js';
import type { TurnPointer } from '../../src/queue/turn-pointer.js';
import { TurnQueue } from '../../src/queue/turn-queue.service.js';
import { eventually } from './eventually.js';

/** The queue as one process has it, without the rest of Parley. */
export interface QueueApp {
  readonly queue: TurnQueue;
  /** What its handler was called with, in this order. */
  readonly taken: TurnPointer[];
  /** Every warning and error of its log. */
  readonly log: string[];
  /** False: Redis is not there. */
  isReady(): boolean;
  stop(): Promise<void>;
}

const checkpoints = { provide: Checkpoints, useClass: UnwatchedCheckpoints };

@Global()
@Module({ providers: [checkpoints], exports: [checkpoints] })
class CheckpointsModule {}

/** Starts it with these settings; `handle` is what it does with a pointer besides noting it. */
export async function startQueue(
  environment: Environment,
  handle: (pointer: TurnPointer) => Promise<void> = async () => undefined,
): Promise<QueueApp> {
  const settings = loadSettings(environment);
  const log: string[] = [];
  const imports = [ConfigModule.forRoot(settings), CheckpointsModule, QueueModule.forRoot(settings)];
  const app: INestApplicationContext = await NestFactory.createApplicationContext(
    { module: class {}, imports },
    { logger: loggerOf(log), abortOnError: false },
  );
  const taken: TurnPointer[] = [];
  const queue = app.get(TurnQueue);
  queue.onPointer(async (pointer) => {
    taken.push(pointer);
    await handle(pointer);
  });
  const isReady = (): boolean => app.get(QueueConnection).isReady;
  return { queue, taken, log, isReady, stop: () => app.close() };
}

/** A pointer to the first turn of a new conversation. */
export const aPointer = (overrides: Partial<TurnPointer> = {}): TurnPointer => ({
  conversationId: randomUUID(),
  turnNo: 1,
  attempt: 0,
  ...overrides,
});

/** What it has taken, once that is `count` pointers at least. */
export const whenTaken = ({ taken }: QueueApp, count: number): Promise<TurnPointer[]> =>
  eventually(async () => (taken.length >= count ? taken : null));

/** What its log says of outages. */
export const lossesOf = ({ log }: QueueApp): string[] => log.filter((line) => line.startsWith('Queue lost'));

function loggerOf(lines: string[]): LoggerService {
  const note = (line: unknown): void => void lines.push(String(line));
  return { log: () => undefined, warn: note, error: note };
}
