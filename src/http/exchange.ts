import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { languageOf } from '../errors/friendly-messages.js';
import type { RequestContext } from './request-context.js';

/** A request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: RequestContext;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

const exchanges = new WeakMap<Duplex, Exchange>();

/** Remembers on the connection which exchange it carries, so that a failure below HTTP can be answered in its name. */
export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const exchange = { request, response, context: contextOf(request) };
  const { socket } = request;
  exchanges.set(socket, exchange);
  response.once('close', () => {
    // A body that is still coming belongs to this exchange, though it is answered.
    if (request.complete && exchanges.get(socket) === exchange) exchanges.delete(socket);
  });
  return exchange;
}

/** The newest exchange of a connection whose request or answer is not finished. */
export function exchangeOn(socket: Duplex): Exchange | undefined {
  return exchanges.get(socket);
}

/** Takes the caller's X-Request-Id where it is acceptable, else a new UUID. */
function contextOf(request: IncomingMessage): RequestContext {
  const given = request.headers['x-request-id'];
  return {
    requestId: typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID(),
    language: languageOf(request.headers['accept-language']),
  };
}
