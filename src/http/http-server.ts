import { createServer, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { answerClientError } from './client-error.js';

/** How long a caller may take, in ms. */
export interface HttpTimeouts {
  /** For the headers of a request. */
  readonly headersMs: number;
  /** For the whole request, body included. */
  readonly requestMs: number;
  /** For the next request on an open connection; longer than the 60 s that balancers keep theirs. */
  readonly keepAliveMs: number;
  /** How often slow callers are looked for. */
  readonly checkEveryMs: number;
}

const TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 65_000,
  checkEveryMs: 1000,
};

const MAX_HEADER_BYTES = 16_384;

/** Express under Nest on a server that bounds headers and time, and answers in JSON what the parser refuses. */
class BoundedExpressAdapter extends ExpressAdapter {
  constructor(
    application: Express,
    private readonly timeouts: HttpTimeouts,
  ) {
    super(application);
  }

  override initHttpServer(): void {
    this.httpServer = createBoundedServer(this.getInstance(), this.timeouts);
  }
}

/**
 * The adapter to hand to `NestFactory.create`, together with `bodyParser: false`. Paths are case-sensitive.
 * `timeouts` replaces single defaults: headers 10 s, whole request 30 s, keep-alive 65 s, looked at every second.
 */
export function createHttpAdapter(timeouts: Partial<HttpTimeouts> = {}): ExpressAdapter {
  const application = express();
  application.enable('case sensitive routing');
  return new BoundedExpressAdapter(application, { ...TIMEOUTS, ...timeouts });
}

function createBoundedServer(application: Express, timeouts: HttpTimeouts): Server {
  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      // A request without Host is refused by the request-target middleware, in JSON.
      requireHostHeader: false,
    },
    application,
  );
  server.on('clientError', answerClientError);
  // Node would answer an unknown Expect itself, without a body.
  server.on('checkExpectation', application);
  return server;
}
