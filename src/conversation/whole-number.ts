import { Transform } from 'class-transformer';

/** Reads a query parameter made of digits as a number; anything else becomes NaN, which no rule accepts. */
export const WholeNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN,
  );
