import { type DestinationStream, type Logger, pino } from 'pino';
import type { Settings } from '../config/settings.js';
import { standardOutput } from './line-batch.js';

/** Token of the one JSON log of the process. */
export const JSON_LOG = Symbol('JSON_LOG');

/** Deepest chain of causes that is logged. */
const MAX_CAUSES = 5;

/** Names under which a secret or an owner's id could reach a log line by mistake. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'device_id',
  'deviceId',
  'user_id',
  'userId',
  'headers',
  'body',
];

const CENSOR = '[redacted]';

/** What is logged of an error: never its driver's parameters, its request or its response, which hold content. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code?: string;
  readonly cause?: LoggedError;
}

/** One JSON object a line, to standard output unless `destination` is given; times are ISO-8601 UTC. */
export function createJsonLog(settings: Settings, destination: DestinationStream = standardOutput()): Logger {
  const options = {
    level: settings.observability.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: withoutNestedSecrets },
    serializers: { err: (error: unknown) => loggedError(error) },
    redact: { paths: SECRET_FIELDS, censor: CENSOR },
  };
  return pino(options, destination);
}

/** Censors secrets one object deep; pino's own `*.field` makes a line five times as dear, 17 µs instead of 3.4. */
function withoutNestedSecrets(record: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(record).some(mayHoldSecrets)) return record;
  const safe = Object.entries(record).map(([name, value]): [string, unknown] => [name, censored(value)]);
  return Object.fromEntries(safe);
}

/** Errors have their serializer. */
const mayHoldSecrets = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Error);

function censored(value: unknown): unknown {
  if (!mayHoldSecrets(value)) return value;
  const secrets = SECRET_FIELDS.filter((field) => field in value);
  return secrets.length === 0
    ? value
    : { ...value, ...Object.fromEntries(secrets.map((field) => [field, CENSOR])) };
}

/** An error's class, text, stack, code and causes; of anything that is not an Error only its type. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error', stack: undefined };
  const { cause } = error;
  return {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(cause instanceof Error && depth < MAX_CAUSES ? { cause: loggedError(cause, depth + 1) } : {}),
  };
}
