import type { OpenAPIObject } from '@nestjs/swagger';

/** Parts of an OpenAPI document, which the package does not export by name. */
export type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;
export type Parameter = Extract<NonNullable<Operation['parameters']>[number], { in: unknown }>;
export type SecurityRequirement = NonNullable<Operation['security']>[number];
export type Responses = Operation['responses'];
export type ResponseOrReference = NonNullable<Responses[string]>;
export type DocumentedResponse = Extract<ResponseOrReference, { description: unknown }>;
export type Headers = NonNullable<DocumentedResponse['headers']>;
export type SchemaOrReference = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
export type Schema = Exclude<SchemaOrReference, { $ref: unknown }>;
export type Content = NonNullable<DocumentedResponse['content']>;
