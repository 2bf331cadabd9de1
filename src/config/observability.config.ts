import { choice, optionalString } from './setting.js';

/** What ops see. */
export const observabilitySection = {
  logLevel: choice({
    variable: 'LOG_LEVEL',
    meaning: 'Least important level that is logged.',
    values: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    fallback: 'info',
  }),
  logHashKey: optionalString({
    variable: 'LOG_HASH_KEY',
    meaning: 'Key of the hashes that stand for owners in logs; unset makes a new one at every start.',
    minBytes: 16,
  }),
  metricsToken: optionalString({
    variable: 'METRICS_TOKEN',
    meaning: 'Bearer token that guards /metrics, when set.',
    minBytes: 16,
  }),
};
