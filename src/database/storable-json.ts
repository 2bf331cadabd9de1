/** Text that PostgreSQL stores: no NUL, no unpaired surrogate. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** JSON that PostgreSQL's jsonb takes: every key and text inside made storable. */
export const storableJson = (value: unknown): string => JSON.stringify(storable(value));

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]),
  );
}
