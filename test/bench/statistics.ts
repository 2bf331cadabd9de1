/** Middle and ends of a list of numbers. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The share `of` (0 to 1) of the sorted values lies at or below the result; NaN for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: middle(sorted), least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

export const median = (values: readonly number[]): number => spread(values).median;

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return (percentile(sorted, 0.5) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
