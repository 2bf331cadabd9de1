import type { ILayer } from 'express-serve-static-core';

/** A route as the router knows it: its path with `:parameters`, and one method of it. */
export interface KnownRoute {
  readonly path: string;
  /** Upper case. */
  readonly method: string;
}

/** The routes of an Express router; those with wildcards are left out. */
export function knownRoutes(layers: readonly ILayer[]): KnownRoute[] {
  return layers.flatMap(({ route }) => {
    if (typeof route?.path !== 'string' || route.path.includes('*')) return [];
    const { path, stack } = route;
    return stack.filter(({ method }) => method).map(({ method }) => ({ path, method: method.toUpperCase() }));
  });
}

/** The methods that `path` takes, sorted and each once; HEAD goes with GET. Empty where no route has the path. */
export function allowedMethods(routes: readonly KnownRoute[], path: string): string[] {
  const methods = routes.filter((route) => pattern(route.path).test(path)).map(({ method }) => method);
  return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].sort();
}

function pattern(path: string): RegExp {
  const segments = path.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : literal(segment)));
  return new RegExp(`^${segments.join('/')}/?$`);
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
