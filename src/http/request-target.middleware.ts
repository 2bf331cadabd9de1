import type { NextFunction, Request, Response } from 'express';
import type { ExpectedError } from '../errors/expected.errors.js';
import { InvalidRequestError, UriTooLongError } from '../errors/request.errors.js';
import { failLater } from './request-failure.js';

/** Longest path and query that are read. */
export const MAX_URL_BYTES = 8192;

/** A path that no route has: the fallback takes it, behind the same guards as everything else. */
const UNROUTABLE = '/-';

/** Refuses addresses that are too long or cannot be decoded, and HTTP/1.1 without Host; the body guard says so. */
export function requestTarget(request: Request, _response: Response, next: NextFunction): void {
  const failure = failureIn(request);
  if (failure) {
    failLater(request, failure);
    request.url = UNROUTABLE;
  }
  next();
}

function failureIn(request: Request): ExpectedError | null {
  if (request.url.length > MAX_URL_BYTES) return new UriTooLongError();
  const isHostMissing = request.httpVersion === '1.1' && request.headers.host === undefined;
  return isHostMissing || !isRoutable(request.path) ? new InvalidRequestError() : null;
}

function isRoutable(path: string | null): boolean {
  if (!path?.startsWith('/')) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    // URIError: the one thing that decodeURIComponent throws.
    return false;
  }
}
