import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/**
 * SQLSTATE classes and codes that say "not now": connection exception, out of resources, operator intervention (shutdown,
 * crash, cancelled by a timeout), lock timeout.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08|53|57|58)|^55P03$/;

/**
 * True if a query failed because of the connection or the server's state, not because of what was asked.
 * `pg` gives no code for a connection that ends, so that whatever the server did not say itself counts.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  const reason: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (reason instanceof DatabaseError)
    return reason.severity === 'FATAL' || UNAVAILABLE.test(reason.code ?? '');
  return reason instanceof Error && isFromConnection(reason);
}

const isFromConnection = (error: Error): boolean =>
  'syscall' in error ||
  /^(Connection|Query read timeout|timeout|Client has|Cannot use a pool)/i.test(error.message);
