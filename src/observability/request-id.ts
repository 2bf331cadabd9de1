import type { Request } from 'express';

/** The id under which the request is logged and answered; null before one is given. */
export function requestIdOf(request: Request): string | null {
  return typeof request.id === 'string' ? request.id : null;
}
