import { type RequestListener, Server, type ServerResponse } from 'node:http';
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
    this.httpServer = new BoundedServer(this.getInstance(), this.timeouts);
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

/** From its close() on, every answer says `Connection: close` and ends the connection that it goes over. */
class BoundedServer extends Server {
  private readonly unanswered = new Set<ServerResponse>();

  constructor(application: RequestListener, timeouts: HttpTimeouts) {
    super({
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      // A request without Host is refused by the request-target middleware, in JSON.
      requireHostHeader: false,
    });
    const serve: RequestListener = (request, response) => {
      this.open(response);
      application(request, response);
    };
    this.on('request', serve);
    // Node would answer an unknown Expect itself, without a body.
    this.on('checkExpectation', serve);
    this.on('clientError', answerClientError);
  }

  override close(whenClosed?: (error?: Error) => void): this {
    this.unanswered.forEach(endConnection);
    return super.close(whenClosed);
  }

  private open(response: ServerResponse): void {
    this.unanswered.add(response);
    response.once('close', () => this.unanswered.delete(response));
    if (!this.listening) endConnection(response);
  }
}

function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
