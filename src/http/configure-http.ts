import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Settings } from '../config/settings.js';
import { jsonBody, rawBody } from './json-body.middleware.js';
import { requestId } from './request-id.middleware.js';
import { requestTarget } from './request-target.middleware.js';
import { type PagePolicy, securityHeaders } from './security-headers.middleware.js';

const ALLOWED_HEADERS = [
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'Prefer',
  'X-Device-Id',
  'X-Request-Id',
];

const EXPOSED_HEADERS = [
  'Idempotency-Replayed',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'X-Request-Id',
];

/**
 * Everything that a request meets before its route, in this order: id, security headers, CORS where origins are
 * named, its address, its body. Call it before anything else is registered on the application.
 */
export function configureHttp(
  app: NestExpressApplication,
  settings: Settings,
  pages: readonly PagePolicy[] = [],
): void {
  const { bodyLimitBytes, corsOrigins, trustProxy } = settings.server;
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', trustedProxies(trustProxy));
  app.use(requestId);
  app.use(securityHeaders(pages));
  if (corsOrigins.length > 0) {
    app.enableCors({
      origin: [...corsOrigins],
      allowedHeaders: ALLOWED_HEADERS,
      exposedHeaders: EXPOSED_HEADERS,
    });
  }
  app.use(requestTarget);
  app.use(rawBody());
  app.use(jsonBody(bodyLimitBytes));
}

/** TRUST_PROXY as Express takes it: a hop count, `true` or `false`, or addresses and subnets. */
function trustedProxies(setting: string | null): boolean | number | string {
  if (setting === null || setting === 'false') return false;
  if (setting === 'true') return true;
  return /^\d+$/.test(setting) ? Number(setting) : setting;
}
