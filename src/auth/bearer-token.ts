import type { IncomingMessage } from 'node:http';
import { UnauthenticatedError } from '../errors/request.errors.js';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** RFC 6750, section 3.1: said only where a token was given. */
export function invalidToken(cause?: unknown): UnauthenticatedError {
  return new UnauthenticatedError({ cause, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } });
}

/**
 * The token of the one `Authorization: Bearer` header.
 * @throws UnauthenticatedError where there is none, more than one, or no token in it
 */
export function bearerToken(request: IncomingMessage): string {
  const headers = request.headersDistinct['authorization'] ?? [];
  const [header] = headers;
  if (header === undefined) throw new UnauthenticatedError();
  const token = headers.length === 1 ? BEARER.exec(header)?.[1] : undefined;
  if (token === undefined) throw invalidToken();
  return token;
}
