import { hash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** True where the request bears exactly that token, compared in constant time. */
export function bearsToken(request: Request, token: string): boolean {
  return timingSafeEqual(digest(request.get('authorization') ?? ''), digest(`Bearer ${token}`));
}
