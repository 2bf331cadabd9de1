import { z } from 'zod';

/** The words of JSON Schema that our OpenAPI document uses. */
const schemaWords = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  nullable: z.boolean().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  allOf: z.array(z.unknown()).default([]),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});
type SchemaWords = z.infer<typeof schemaWords>;

const object = z.record(z.string(), z.unknown());

const VALUES: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  uuid: z.uuid(),
  'date-time': z.iso.datetime(),
  integer: z.int(),
  number: z.number(),
  double: z.number(),
  boolean: z.boolean(),
  array: z.array(z.unknown()),
  object,
};

/** Tells where values differ from schemas; a field that a schema of fields does not name differs too. */
export class SchemaCheck {
  /** @param schemas of the document's components, by name */
  constructor(private readonly schemas: Readonly<Record<string, unknown>>) {}

  /** The paths of what differs; empty where the value is what the schema says. */
  differences(rawSchema: unknown, value: unknown, path = '$'): string[] {
    const schema = this.resolve(rawSchema);
    if (value === null && schema.nullable) return [];
    const choices = schema.anyOf ?? schema.oneOf;
    return [
      ...(isOfType(schema, value) ? [] : [path]),
      ...schema.allOf.flatMap((part) => this.differences(part, value, path)),
      ...(!choices || choices.some((one) => this.differences(one, value).length === 0) ? [] : [path]),
      ...this.inFields(schema, value, path),
      ...this.inItems(schema, value, path),
    ];
  }

  private resolve(rawSchema: unknown): SchemaWords {
    const schema = schemaWords.parse(rawSchema);
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : schemaWords.parse(this.schemas[name]);
  }

  private inFields(
    { properties, required, additionalProperties }: SchemaWords,
    value: unknown,
    path: string,
  ) {
    const fields = object.safeParse(value);
    if (!fields.success) return [];
    const missing = required.filter((name) => !(name in fields.data)).map((name) => `${path}.${name}`);
    const wrong = Object.entries(fields.data).flatMap(([name, one]) => {
      const schema = properties?.[name] ?? object.safeParse(additionalProperties).data;
      if (schema !== undefined) return this.differences(schema, one, `${path}.${name}`);
      return properties && additionalProperties !== true ? [`${path}.${name}`] : [];
    });
    return [...missing, ...wrong];
  }

  private inItems({ items }: SchemaWords, value: unknown, path: string): string[] {
    if (items === undefined || !Array.isArray(value)) return [];
    return value.flatMap((one, index) => this.differences(items, one, `${path}[${index}]`));
  }
}

function isOfType({ type, format, enum: values }: SchemaWords, value: unknown): boolean {
  if (values && !values.includes(value)) return false;
  const kind = VALUES[format ?? ''] ?? VALUES[type ?? ''];
  return kind?.safeParse(value).success ?? true;
}
