import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { RedisOptions } from 'ioredis';
import { Settings } from '../config/settings.js';
import { inTime } from '../in-time.js';
import { gatherWrites, type RedisConnection, redisConnection } from './redis-connection.js';
import { RedisListener } from './redis-listener.js';
import { evaluate, type RedisScript } from './redis-script.js';
import { RedisUnavailableError } from './redis.errors.js';

const CONNECT_WITHIN_MS = 1000;
/** How often a lost Redis is asked whether it is back. */
const PROBE_MS = 500;
const RETRY_LONGEST_MS = 2000;

/**
 * Redis as an accelerator: it answers at once or is left alone. The first answer that is late, wrong or missing makes it
 * unavailable for everybody, so that no second caller waits; a probe of our own brings it back. Without REDIS_URL it is
 * never available, and the code around it is the same.
 */
@Injectable()
export class RedisClient implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RedisClient.name);
  private readonly connection: RedisConnection | null;
  private isTrusted = false;
  private wasLost = false;
  private probe: NodeJS.Timeout | null = null;
  private isStopped = false;
  readonly isCluster: boolean;
  /** Longest wait for an answer. */
  private readonly answerWithinMs: number;

  constructor(
    settings: Settings,
    @Optional() private readonly listener?: RedisListener,
  ) {
    const { redis: address, redisTimeoutMs } = settings.database;
    this.answerWithinMs = redisTimeoutMs;
    this.isCluster = address?.kind === 'cluster';
    this.connection = address && redisConnection(address, optionsOf(redisTimeoutMs));
    this.connection?.on('error', () => undefined); // It comes back by itself; who asks meanwhile is told.
    this.connection?.on('close', () => this.distrust(new Error('the connection ended')));
    // Once it was lost it is used again only after a while: who listens to it is to be back before anybody publishes.
    this.connection?.on('ready', () => (this.wasLost ? this.askAgain() : void this.ask()));
  }

  /** True: REDIS_URL is set. */
  get isConfigured(): boolean {
    return this.connection !== null;
  }

  /** True: it answered lately, and nothing speaks against asking it again. */
  get isAvailable(): boolean {
    return this.isTrusted;
  }

  /** Waits for the first answer, but no longer than a second: Redis may come later. */
  async onModuleInit(): Promise<void> {
    if (!this.connection) return;
    const waited = new AbortController();
    const bound = sleep(CONNECT_WITHIN_MS, undefined, { signal: waited.signal }).catch(() => undefined);
    const connected = this.connection.connect().catch(() => undefined); // It tries again by itself.
    await Promise.race([connected, bound]).finally(() => waited.abort());
    await this.ask();
    if (!this.isTrusted) this.tellLost('Redis does not answer; Parley works without it until it does');
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    this.isTrusted = false;
    if (this.probe) clearTimeout(this.probe);
    this.connection?.disconnect();
  }

  /**
   * Runs a script and gives its reply without the nonce.
   * @throws RedisUnavailableError; it may have run all the same
   */
  async run(
    script: RedisScript,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown[]> {
    return this.use(async (connection) => {
      const nonce = randomUUID();
      const reply = await evaluate(connection, script, { keys, values: [nonce, ...values] });
      if (isList(reply) && reply[0] === nonce) return reply.slice(1);
      throw new Error('the answer belongs to another question');
    });
  }

  /**
   * Asks Redis something that needs no script.
   * @throws RedisUnavailableError; it may have been done all the same
   */
  async use<T>(action: (connection: RedisConnection) => Promise<T>): Promise<T> {
    if (!this.connection || !this.isTrusted) throw new RedisUnavailableError('Redis is not available');
    try {
      gatherWrites(this.connection);
      return await inTime(action(this.connection), this.answerWithinMs);
    } catch (error) {
      this.distrust(error);
      throw new RedisUnavailableError('Redis failed', { cause: error });
    }
  }

  /** Leaves it alone from now on; a connection that may be out of step with its answers is not used again. */
  private distrust(reason: unknown): void {
    if (!this.isTrusted) return;
    this.isTrusted = false;
    this.tellLost(`Redis is left alone: ${String(reason)}`);
    this.reconnect();
    this.askAgain();
  }

  private async ask(): Promise<void> {
    if (this.isTrusted || this.isStopped || !this.connection) return;
    const nonce = randomUUID();
    const answer = await inTime(this.connection.echo(nonce), this.answerWithinMs).catch(() => null);
    if (answer === nonce) return this.trust();
    if (answer !== null) this.reconnect();
    this.askAgain();
  }

  private trust(): void {
    this.isTrusted = !this.isStopped;
    if (!this.wasLost) return;
    this.wasLost = false;
    this.logger.log('Redis answers again');
    this.listener?.back();
  }

  private reconnect(): void {
    if (this.connection?.status === 'ready') this.connection.disconnect(true);
  }

  private askAgain(): void {
    if (this.isStopped) return;
    if (this.probe) clearTimeout(this.probe);
    this.probe = setTimeout(() => void this.ask(), PROBE_MS);
  }

  private tellLost(what: string): void {
    if (this.wasLost) return;
    this.wasLost = true;
    this.logger.warn(what);
    this.listener?.lost();
  }
}

const isList = (reply: unknown): reply is readonly unknown[] => Array.isArray(reply);

const optionsOf = (answerWithinMs: number): RedisOptions => ({
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 2 * CONNECT_WITHIN_MS, // Of what is asked while connecting; else `inTime` is earlier.
  connectTimeout: CONNECT_WITHIN_MS,
  disconnectTimeout: answerWithinMs, // A server that hangs does not hang up either.
  retryStrategy: (attempt: number): number => Math.min(100 * attempt, RETRY_LONGEST_MS),
});
