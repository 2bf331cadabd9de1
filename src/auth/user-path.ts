import type { Request } from 'express';

/**
 * The decoded user id of a route below `/api/{user_id}`, whether such a route exists or not; null on any other path.
 * Letter case of the prefix is ignored, so that a router that ignores it too can't be walked round.
 */
export function userIdOfPath(request: Request): string | null {
  const parameter = request.params['user_id'];
  if (typeof parameter === 'string') return parameter;
  const segment = /^\/+api\/+([^/]+)/i.exec(request.path)?.[1];
  return segment === undefined ? null : decodeURIComponent(segment);
}
