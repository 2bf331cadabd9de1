import { z } from 'zod';

/** One setting, written once: what it means, its unit, its variable, its default and its limits. */
export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  /** `ms`, `s`, `bytes`, `messages`, …; absent where the value has none. */
  readonly unit?: string;
  /** What is allowed, for people. */
  readonly limits: string;
  /** The default as it would stand in the environment; empty when the setting is off by default. */
  readonly defaultText: string;
  /** Reads the variable's text, or the default where it is undefined. */
  readonly schema: z.ZodType<T, string | undefined>;
  /** True: the messages of the schema hold no value, and help whoever has to put it right. */
  readonly tellsFlaws?: true;
}

/** What every kind of setting says of itself. */
export interface About {
  readonly variable: string;
  readonly meaning: string;
  readonly unit?: string;
}

/** An empty variable counts as unset, as it does in `.env` files and Compose. */
const unsetWhenEmpty = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text.trim();

/** A variable's text; undefined where it is unset. */
export const text = z.string().optional().transform(unsetWhenEmpty);

/** A whole number from `min` to `max`, both included. */
export function integer(about: About & { min: number; max: number; fallback: number }): Setting<number> {
  const { min, max, fallback, ...rest } = about;
  const number = z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
  return {
    ...rest,
    limits: `${min} to ${max}`,
    defaultText: String(fallback),
    schema: text.transform((value) => value ?? String(fallback)).pipe(number),
  };
}

/** A decimal number that is not negative; `null` when unset. */
export function optionalDecimal(about: About): Setting<number | null> {
  const number = z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})?$/)
    .transform(Number);
  return {
    ...about,
    limits: '0 or more',
    defaultText: '',
    schema: text.transform((value) => value ?? null).pipe(z.union([z.null(), number])),
  };
}

/** One of a closed list of words. */
export function choice<const T extends string>(
  about: About & { values: readonly T[]; fallback: T },
): Setting<T> {
  const { values, fallback, ...rest } = about;
  return {
    ...rest,
    limits: values.join(' | '),
    defaultText: fallback,
    schema: text.transform((value) => value ?? fallback).pipe(z.enum(values)),
  };
}

/** Free text with a default. */
export function string(about: About & { fallback: string; maxLength: number }): Setting<string> {
  const { fallback, maxLength, ...rest } = about;
  return {
    ...rest,
    limits: `at most ${maxLength} characters`,
    defaultText: fallback,
    schema: text.transform((value) => value ?? fallback).pipe(z.string().max(maxLength)),
  };
}

/** Free text that may be absent: `null` when unset. `minBytes` counts UTF-8. */
export function optionalString(about: About & { minBytes?: number }): Setting<string | null> {
  const { minBytes = 1, ...rest } = about;
  const longEnough = z.string().refine((value) => Buffer.byteLength(value) >= minBytes);
  return {
    ...rest,
    limits: minBytes > 1 ? `at least ${minBytes} bytes` : 'text',
    defaultText: '',
    schema: text.transform((value) => value ?? null).pipe(z.union([z.null(), longEnough])),
  };
}

/** Text of a form that `isValid` knows; `null` when unset. */
export function optionalText(
  about: About & { isValid: (text: string) => boolean; limits: string },
): Setting<string | null> {
  const { isValid, ...rest } = about;
  return {
    ...rest,
    defaultText: '',
    schema: text.transform((value) => value ?? null).pipe(z.union([z.null(), z.string().refine(isValid)])),
  };
}

/** An absolute URL of one of the given schemes (`http:`, …); `null` when unset. */
export function optionalUrl(about: About & { schemes: readonly string[] }): Setting<string | null> {
  const { schemes, ...rest } = about;
  const url = z
    .string()
    .refine((value) => URL.canParse(value) && schemes.some((scheme) => value.startsWith(`${scheme}//`)));
  return {
    ...rest,
    limits: `a URL beginning with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    defaultText: '',
    schema: text.transform((value) => value ?? null).pipe(z.union([z.null(), url])),
  };
}

/** Text of a form that `parse` reads, `null` where it can't; `null` when unset. */
export function parsed<T>(
  about: About & { parse: (text: string) => T | null; limits: string },
): Setting<T | null> {
  const { parse, ...rest } = about;
  const read = (value: string | undefined, problems: z.RefinementCtx): T | null => {
    if (value === undefined) return null;
    const found = parse(value);
    if (found === null) problems.addIssue({ code: 'custom' });
    return found;
  };
  return { ...rest, defaultText: '', schema: text.transform(read) };
}

/** Words separated by commas; an empty list when unset. */
export function list(about: About & { item: z.ZodType<string, string>; limits: string }): Setting<string[]> {
  const { item, ...rest } = about;
  return {
    ...rest,
    defaultText: '',
    schema: text
      .transform((value) => (value === undefined ? [] : value.split(',').map((word) => word.trim())))
      .pipe(z.array(item)),
  };
}
