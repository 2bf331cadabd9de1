import { REDIS_ADDRESS_LIMITS, redisAddress } from './redis-address.js';
import { integer, optionalUrl, parsed, string } from './setting.js';

/** Where the conversations live. */
export const databaseSection = {
  url: optionalUrl({
    variable: 'DATABASE_URL',
    meaning: 'PostgreSQL 15 or newer; unset starts an embedded server below PARLEY_DATA_DIR.',
    schemes: ['postgres:', 'postgresql:'],
  }),
  poolSize: integer({
    variable: 'DATABASE_POOL_SIZE',
    meaning: 'Most database connections of one process.',
    unit: 'connections',
    min: 2,
    max: 500,
    fallback: 16,
  }),
  redis: parsed({
    variable: 'REDIS_URL',
    meaning: 'Redis as an accelerator for several replicas; unset keeps cache and counters in process.',
    parse: redisAddress,
    limits: REDIS_ADDRESS_LIMITS,
  }),
  redisTimeoutMs: integer({
    variable: 'REDIS_TIMEOUT_MS',
    meaning:
      'How long Redis may take to answer before it is left alone: what one that hangs costs a request, once.',
    unit: 'ms',
    min: 10,
    max: 1000,
    fallback: 150,
  }),
  dataDir: string({
    variable: 'PARLEY_DATA_DIR',
    meaning: 'Folder of the embedded database and of the secrets that the embedded mode makes.',
    fallback: './.parley',
    maxLength: 4096,
  }),
};
