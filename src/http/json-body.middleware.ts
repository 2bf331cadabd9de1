import { json, raw, type Request, type RequestHandler } from 'express';
import type { ExpectedError } from '../errors/expected.errors.js';
import {
  InvalidRequestError,
  MalformedJsonError,
  PayloadTooLargeError,
  UnsupportedMediaTypeError,
} from '../errors/request.errors.js';
import { isNestedDeeperThan } from './json-depth.js';
import { failLater } from './request-failure.js';

const MAX_JSON_DEPTH = 32;

/** body-parser's types of failure; whatever else it refuses is an invalid request. */
const FAILURES: ReadonlyMap<unknown, new () => ExpectedError> = new Map<unknown, new () => ExpectedError>([
  ['entity.too.large', PayloadTooLargeError],
  ['entity.parse.failed', MalformedJsonError],
  ['charset.unsupported', UnsupportedMediaTypeError],
  ['encoding.unsupported', UnsupportedMediaTypeError],
]);

/**
 * Reads a JSON object of up to `limitBytes` (uncompressed) into `request.body`, which stays undefined where there is
 * no body. What is wrong with a body is noted on the request and thrown by the body guard.
 */
export function jsonBody(limitBytes: number): RequestHandler {
  const parse = json({ limit: limitBytes, strict: false, type: () => true });
  return (request, response, next) => {
    if (!hasBody(request) || isRaw(request)) return next();
    const refusal = refusalOf(request, limitBytes);
    if (refusal) return next(failLater(request, refusal));
    return parse(request, response, (error?: unknown) => {
      // The caller has hung up in the middle of the body: nobody is left to answer.
      if (typeOf(error) === 'request.aborted') return;
      const failure = error ? failureFrom(error) : failureIn(request.body);
      if (failure) {
        request.body = undefined;
        failLater(request, failure);
      }
      next();
    });
  };
}

/** The webhook's body, which is signed byte by byte. */
const RAW_PATH = /^\/messenger\/v2\/webhook\/?$/;
/** What is not signed is refused without being read. */
const SIGNATURE = 'x-hub-signature-256';
const MAX_RAW_BYTES = 5_242_880;

const isRaw = ({ path }: Request): boolean => RAW_PATH.test(path);

/** Reads a body that is signed into `request.body` as a Buffer, up to 5 MiB; what is wrong with it as in `jsonBody`. */
export function rawBody(): RequestHandler {
  const read = raw({ limit: MAX_RAW_BYTES, inflate: false, type: () => true });
  return (request, response, next) => {
    if (!isRaw(request) || !hasBody(request) || request.headers[SIGNATURE] === undefined) return next();
    return read(request, response, (error?: unknown) => {
      if (typeOf(error) === 'request.aborted') return;
      if (error) failLater(request, failureFrom(error));
      next();
    });
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What can be said before a byte of the body is read; parameters of the type do not matter here. */
function refusalOf({ headers }: Request, limitBytes: number): ExpectedError | null {
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== 'application/json') return new UnsupportedMediaTypeError();
  return Number(headers['content-length'] ?? 0) > limitBytes ? new PayloadTooLargeError() : null;
}

function failureIn(body: unknown): ExpectedError | null {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject && !isNestedDeeperThan(MAX_JSON_DEPTH, body) ? null : new InvalidRequestError();
}

function failureFrom(error: unknown): ExpectedError {
  const Failure = FAILURES.get(typeOf(error)) ?? InvalidRequestError;
  return new Failure();
}

function typeOf(error: unknown): unknown {
  return error instanceof Error && 'type' in error ? error.type : null;
}
