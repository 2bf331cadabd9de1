import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExpectedError } from '../errors/expected.errors.js';
import {
  HeadersTooLargeError,
  InvalidRequestError,
  PayloadTooLargeError,
  RequestTimeoutError,
  UriTooLongError,
} from '../errors/request.errors.js';
import { type ErrorAnswer, errorAnswer } from './error-answer.js';
import { exchangeOn } from './exchange.js';
import { MAX_URL_BYTES } from './request-target.middleware.js';

/** How long the rest of a refused request is read and thrown away, so that the caller sees the answer before the reset. */
const LINGER_MS = 1000;

const refused = new WeakSet<Duplex>();

/**
 * Answers what Node's HTTP parser refuses, and closes the connection. Where it still owes the answer to an earlier
 * request, or has begun to give it, that answer is finished first and is the last: a second one could not be told
 * from it. A request that was answered before its body had come gets no second answer either.
 */
export function answerClientError(error: Error, socket: Duplex): void {
  if (socket.destroyed || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  // The parser complains of every further packet.
  if (refused.has(socket)) return;
  refused.add(socket);
  const exchange = exchangeOn(socket);
  if (exchange?.response.closed) return endGently(socket);
  if (exchange && (exchange.response.headersSent || exchange.request.complete)) {
    exchange.response.once('close', () => endGently(socket));
    return;
  }
  const context = exchange?.context ?? { requestId: randomUUID(), language: null };
  endGently(socket, rawAnswer(errorAnswer(failureOf(error), context)));
}

function endGently(socket: Duplex, lastWords = ''): void {
  socket.end(lastWords);
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

function failureOf(error: Error): ExpectedError {
  switch (codeOf(error)) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestTimeoutError();
    case 'HPE_HEADER_OVERFLOW':
      return hasLongRequestLine(error) ? new UriTooLongError() : new HeadersTooLargeError();
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new PayloadTooLargeError();
    default:
      return new InvalidRequestError();
  }
}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : null);

/** Node hands over the last packet only: a request line that began in an earlier one counts as long headers. */
function hasLongRequestLine(error: Error): boolean {
  const packet = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : Buffer.alloc(0);
  const [line = ''] = packet.toString('latin1').split('\r\n', 1);
  return /^[A-Z-]+ \S/.test(line) && line.length > MAX_URL_BYTES;
}

function rawAnswer({ status, headers, body }: ErrorAnswer): string {
  const text = JSON.stringify(body);
  const fields = {
    Date: new Date().toUTCString(),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': body.request_id,
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`;
}
