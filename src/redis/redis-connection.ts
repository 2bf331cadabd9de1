import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from '../config/redis-address.js';
import { guardReplies } from './reply-guard.js';

guardReplies(); // Once, for every connection of the process.

/** A connection to whatever the address names; both have the same commands. */
export type RedisConnection = Redis | Cluster;

/** Else the next one is asked. */
const SENTINEL_ANSWERS_WITHIN_MS = 500;

/** Opens a connection; `error` events are the caller's to listen to. */
export function redisConnection(address: RedisAddress, options: RedisOptions): RedisConnection {
  const { kind, nodes, database: db, primaryName: name, isEncrypted } = address;
  const secrets = {
    ...(address.username !== undefined && { username: address.username }),
    ...(address.password !== undefined && { password: address.password }),
    ...(isEncrypted && { tls: {} }),
  };
  switch (kind) {
    case 'single':
      return new Redis({ ...nodes[0], db, ...secrets, ...options });
    case 'sentinel':
      return new Redis({
        sentinels: [...nodes],
        name,
        db,
        enableTLSForSentinelMode: isEncrypted,
        sentinelCommandTimeout: SENTINEL_ANSWERS_WITHIN_MS,
        ...secrets,
        ...options,
      });
    case 'cluster':
      return new Cluster([...nodes], clusterOptions({ ...secrets, ...options }));
  }
}

/**
 * What is asked in one turn of the event loop leaves in one piece: under load a write for each question costs both sides more
 * than the question. A cluster's connections are its own business.
 */
export function gatherWrites(connection: RedisConnection): void {
  if (!('stream' in connection) || connection.stream.writableCorked > 0) return;
  const { stream } = connection;
  stream.cork();
  setImmediate(() => stream.uncork());
}

function clusterOptions(redisOptions: RedisOptions): ConstructorParameters<typeof Cluster>[1] {
  const { enableOfflineQueue = true, retryStrategy, lazyConnect = false } = redisOptions;
  return {
    redisOptions,
    enableOfflineQueue,
    lazyConnect,
    ...(retryStrategy && { clusterRetryStrategy: (attempt: number) => retryStrategy(attempt) }),
  };
}
