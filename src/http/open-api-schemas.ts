import type { Schema, SchemaOrReference } from './open-api-types.js';

/** Ids that others make, so that they need not be UUIDs; nor are ids with a longest length. */
const FOREIGN_IDS = ['device_id', 'request_id', 'user_id'];

/**
 * A schema with what the names of its fields say: our own ids are UUIDs, `…_at` is a time, and numbers are whole unless
 * they name a format.
 */
export function withFormats(schema: SchemaOrReference): SchemaOrReference {
  if ('$ref' in schema || !schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([name, one]): [string, SchemaOrReference] => [
    name,
    '$ref' in one ? one : withFormat(name, one),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** The same for the value of one field or parameter. */
export function withFormat(name: string, schema: Schema): Schema {
  if (schema.format !== undefined) return schema;
  if (schema.type === 'number') return { ...schema, type: 'integer' };
  if (schema.type !== 'string') return schema;
  const isForeign = FOREIGN_IDS.includes(name) || schema.maxLength !== undefined;
  if (/^id$|_id$/.test(name) && !isForeign) return { ...schema, format: 'uuid' };
  return /_at$|^last_activity$/.test(name) ? { ...schema, format: 'date-time' } : schema;
}
