import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type About, type Setting, text } from './setting.js';

/** More of them help nobody. */
const MOST_FLAWS = 5;

type Content<T> =
  { readonly value: T; readonly flaws: readonly [] } | { readonly value: null; readonly flaws: string[] };

/** Words of our own: Zod's may hold a name that stands in the file. */
const FLAWS: Readonly<Record<string, string>> = {
  invalid_type: 'is missing or of another type',
  too_small: 'is empty',
  too_big: 'is too long',
  unrecognized_keys: 'has a key that nobody knows',
  invalid_key: 'has a key that nobody knows',
};

/** What a setting that holds JSON says of itself; `content` is what the JSON has to be. */
type AboutJson<T> = About & { content: z.ZodType<T>; limits: string };

/** Content of the JSON file that the variable names, read at once; `null` when unset. */
export function jsonFile<T>(about: AboutJson<T>): Setting<T | null> {
  return json(about, (path) => readFileSync(path, 'utf8'));
}

/** JSON that stands in the variable itself where that begins with `{`, else in the file that it names; `null` when unset. */
export function jsonOrFile<T>(about: AboutJson<T>): Setting<T | null> {
  return json(about, (given) => (given.startsWith('{') ? given : readFileSync(given, 'utf8')));
}

function json<T>(about: AboutJson<T>, jsonOf: (given: string) => string): Setting<T | null> {
  const { content, ...rest } = about;
  const read = (given: string | undefined, problems: z.RefinementCtx): T | null => {
    if (given === undefined) return null;
    const { value, flaws } = contentOf(() => jsonOf(given), content);
    for (const message of flaws) problems.addIssue({ code: 'custom', message });
    return value;
  };
  return { ...rest, defaultText: '', tellsFlaws: true, schema: text.transform(read) };
}

/** Flaws are told by where they are, never by what stands there. */
function contentOf<T>(read: () => string, schema: z.ZodType<T>): Content<T> {
  try {
    const result = schema.safeParse(JSON.parse(read()));
    if (result.success) return { value: result.data, flaws: [] };
    return { value: null, flaws: result.error.issues.slice(0, MOST_FLAWS).map(flawOf) };
  } catch (error) {
    const flaw = error instanceof SyntaxError ? 'it is not JSON' : "the file can't be read";
    return { value: null, flaws: [flaw] };
  }
}

function flawOf({ code, path, message }: z.core.$ZodIssue): string {
  const known = code === 'invalid_key' ? path.slice(0, -1) : path;
  const place = known.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const flaw = code === 'custom' ? message : (FLAWS[code] ?? 'is not allowed');
  return `${place.replace(/^\./, '') || 'the whole'} ${flaw}`;
}
