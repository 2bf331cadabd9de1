/** Probes, scrapes, Meta's webhook, and the pages with what they load. */
const EXEMPT = /^\/$|^\/(health|metrics|messenger|docs|assets|openapi\.json)(\/|$)/;

const TURNS = /^(\/api\/[^/]+)?\/turns(\/|$)/;

/** True where no limit holds. */
export function isExempt(path: string): boolean {
  return EXEMPT.test(path);
}

/** True where only the limit by address holds: callers poll their turns. */
export function isFreeForOwner(path: string): boolean {
  return TURNS.test(path);
}
