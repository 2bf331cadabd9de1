/** Text that PostgreSQL stores: no NUL, no unpaired surrogate. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** JSON that PostgreSQL's jsonb takes: every key and text inside made storable. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // NUL and unpaired surrogates are written as escapes: where there is none, nothing has to be made storable.
  return json.includes('\\u') ? JSON.stringify(storable(value)) : json;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]),
  );
}
