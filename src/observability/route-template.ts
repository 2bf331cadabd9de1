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

const CHAT_ROUTE = /^\/(api\/:\w+\/)?chat$/;

/** Whether the request asks for a turn, in either contract. */
export function isChatRequest(request: Request): boolean {
  return request.method === 'POST' && CHAT_ROUTE.test(routeTemplate(request));
}
