import { z } from 'zod';
import { SchemaCheck } from './schema-check.js';

const media = z.looseObject({
  schema: z.unknown().optional(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
});
const content = z.record(z.string(), media);
const operation = z.looseObject({
  summary: z.string().min(1),
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
  security: z.array(z.record(z.string(), z.unknown())),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string().min(1), content: content.default({}) }),
  ),
});
const openApi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** An operation of the document; its name is `get /health`. */
export type DocumentedOperation = z.infer<typeof operation> & {
  readonly name: string;
  readonly path: string;
};

/** The OpenAPI document of a running Parley. */
export class OpenApiDocument {
  readonly operations: readonly DocumentedOperation[];
  /** What operations refer to, by its kind, such as `schemas`, and its name. */
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;

  private constructor(readonly json: unknown) {
    const { paths, components } = openApi.parse(json);
    this.components = components;
    this.operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, details]) => ({ ...details, name: `${method} ${path}`, path })),
    );
  }

  static async fetch(url: string): Promise<OpenApiDocument> {
    return new OpenApiDocument(await (await fetch(`${url}/openapi.json`)).json());
  }

  /** @throws Error where there is no such operation */
  operation(name: string): DocumentedOperation {
    const found = this.operations.find((one) => one.name === name);
    if (!found) throw new Error(`The document has no ${name}`);
    return found;
  }

  /** Paths of what in a value is not as the schema says. */
  differences(schema: unknown, value: unknown): string[] {
    return new SchemaCheck(this.components['schemas'] ?? {}).differences(schema, value);
  }
}

/** The examples of every body of an operation, with their schemas. */
export function examplesOf({ requestBody, responses }: DocumentedOperation) {
  return [requestBody, ...Object.values(responses)]
    .flatMap((one) => Object.values(one?.content ?? {}))
    .flatMap(({ schema, example, examples }) =>
      [example, ...Object.values(examples).map(({ value }) => value)].map((value) => ({ schema, value })),
    )
    .filter(({ value }) => value !== undefined);
}
