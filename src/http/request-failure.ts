import type { IncomingMessage } from 'node:http';
import type { ExpectedError } from '../errors/expected.errors.js';

const failures = new WeakMap<IncomingMessage, ExpectedError>();

/**
 * Notes that the request cannot be served. The body guard throws it after the limits have counted the request and
 * its caller is known; of several failures the first stands.
 */
export function failLater(request: IncomingMessage, failure: ExpectedError): void {
  if (!failures.has(request)) failures.set(request, failure);
}

export function failureOf(request: IncomingMessage): ExpectedError | undefined {
  return failures.get(request);
}
