import type { ValueTransformer } from 'typeorm';

/** PostgreSQL hands bigint over as text; counters and numbers of turns stay far below 2^53. */
export const bigintNumber: ValueTransformer = {
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
  to: (value: number | null): number | null => value,
};
