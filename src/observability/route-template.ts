import type { Request } from 'express';

/**
 * The template of the route that answered, such as `/conversations/:id`; `unmatched` where none did.
 * Nest mounts middleware as routes with a wildcard: such a route has answered nothing.
 */
export function routeTemplate(request: Request): string {
  const route: unknown = request.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'unmatched';
  return typeof route.path === 'string' && !route.path.includes('*') ? route.path : 'unmatched';
}
