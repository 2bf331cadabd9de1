import { z } from 'zod';
import { choice, integer, list, optionalText, string } from './setting.js';
import { isTrustedProxies, TRUSTED_PROXIES_LIMITS } from './trusted-proxies.js';

const isOrigin = (value: string): boolean => URL.canParse(value) && new URL(value).origin === value;

/** Where the process listens, what it accepts from the wire, and how it stops. */
export const serverSection = {
  port: integer({
    variable: 'PORT',
    meaning: 'Port the HTTP server listens on; 0 takes a free one.',
    min: 0,
    max: 65_535,
    fallback: 3000,
  }),
  host: string({
    variable: 'HOST',
    meaning: 'Address the HTTP server listens on.',
    fallback: '127.0.0.1',
    maxLength: 255,
  }),
  role: choice({
    variable: 'ROLE',
    meaning:
      'What this process does: everything, HTTP only, or background work with health and metrics only.',
    values: ['all', 'web', 'worker'],
    fallback: 'all',
  }),
  trustProxy: optionalText({
    variable: 'TRUST_PROXY',
    meaning: 'Proxies whose X-Forwarded-For is believed, as Express takes them; unset believes nobody.',
    isValid: isTrustedProxies,
    limits: TRUSTED_PROXIES_LIMITS,
  }),
  corsOrigins: list({
    variable: 'CORS_ORIGINS',
    meaning: 'Browser origins that may call the API, separated by commas; unset turns CORS off.',
    item: z.string().refine(isOrigin),
    limits: 'origins such as https://app.example.org',
  }),
  bodyLimitBytes: integer({
    variable: 'BODY_LIMIT_BYTES',
    meaning: 'Largest request body that is read.',
    unit: 'bytes',
    min: 1024,
    max: 1_048_576,
    fallback: 131_072,
  }),
  shutdownGraceMs: integer({
    variable: 'SHUTDOWN_GRACE_MS',
    meaning: 'Longest wait for turns in flight after SIGTERM.',
    unit: 'ms',
    min: 0,
    max: 600_000,
    fallback: 10_000,
  }),
  shutdownDrainMs: integer({
    variable: 'SHUTDOWN_DRAIN_MS',
    meaning: 'How long to keep serving, not ready, after SIGTERM so that a balancer notices.',
    unit: 'ms',
    min: 0,
    max: 600_000,
    fallback: 0,
  }),
};
