import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Pages for people, by path, and what they may load. */
export interface PagePolicy {
  readonly paths: RegExp;
  readonly contentSecurityPolicy: string;
}

const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For a page that loads its own scripts and styles and talks to its own origin, and nothing else. */
export const OWN_ASSETS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Web components and the API's documentation style their shadow trees in line.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The security headers of every answer: nothing may be cached, framed or loaded, but what a page's own policy allows. */
export function securityHeaders(pages: readonly PagePolicy[]): RequestHandler {
  const others = helmet({
    contentSecurityPolicy: false,
    // Subdomains are the business of whoever owns the domain.
    strictTransportSecurity: { includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  });
  return (request, response, next) => {
    const page = pages.find(({ paths }) => paths.test(request.path));
    response.setHeader('Content-Security-Policy', page?.contentSecurityPolicy ?? API_POLICY);
    response.setHeader('Cache-Control', 'no-store');
    others(request, response, next);
  };
}
