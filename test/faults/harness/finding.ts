/** One line of the table. `isKept` null: a figure without a target. */
export interface Finding {
  readonly what: string;
  readonly figure: string;
  readonly target: string;
  readonly isKept: boolean | null;
}

/** Kept when there are that many. */
export const atLeast = (what: string, value: number, least: number): Finding => ({
  what,
  figure: String(value),
  target: `≥ ${least}`,
  isKept: value >= least,
});

/** Kept when there is none. */
export const none = (what: string, value: number): Finding => ({
  what,
  figure: String(value),
  target: '0',
  isKept: value === 0,
});

/** For the reader to judge. */
export const figure = (what: string, value: number | string): Finding => ({
  what,
  figure: String(value),
  target: '',
  isKept: null,
});

/** That quantile of some times, in whole ms; NaN where there are none. */
export function quantile(times: readonly number[] = [], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length * part)] ?? NaN);
}
