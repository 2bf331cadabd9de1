import { types } from 'node:util';
import { DatabaseError } from 'pg';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';

/**
 * SQLSTATE classes and codes that say "not now": connection exception, out of resources, operator intervention (shutdown,
 * crash, cancelled by a timeout), lock timeout, deadlock: whoever lost it may try again.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08|53|57|58)|^(55P03|40P01)$/;

/** How the messages of `pg` begin where a connection ended, stayed silent or wasn't to be had. */
const CONNECTION = /^(Connection|Query read timeout|timeout|Client has|Cannot use a pool)/i;

/** TypeORM takes the connection away from a transaction when it ends between two statements. */
const TAKEN_AWAY = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

/**
 * True if a query failed because of the connection or the server's state, not because of what was asked.
 * `pg` gives no code for a connection that ends, so that whatever the server did not say itself counts.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (TAKEN_AWAY.some((kind) => error instanceof kind)) return true;
  const reason: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (reason instanceof DatabaseError)
    return reason.severity === 'FATAL' || UNAVAILABLE.test(reason.code ?? '');
  return isFromConnection(reason);
}

/** A host with several addresses fails with an AggregateError of what each of them said, and no message of its own. */
function isFromConnection(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors))
    return error.errors.length > 0 && error.errors.every(isFromConnection);
  return 'syscall' in error || CONNECTION.test(error.message);
}
