/** True if objects and arrays stand more than `levels` deep in each other; `{}` is one level. */
export function isNestedDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((child) => isNestedDeeperThan(levels - 1, child));
}
