import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ErrorDto } from './error.dto.js';
import { failureResponses } from './open-api-failures.js';
import { HEADERS } from './open-api-headers.js';
import { completeOperation, SCHEMES } from './open-api-operation.js';
import { METHODS } from './open-api-route.js';
import { withFormats } from './open-api-schemas.js';
import type { Operation, PathItem, SchemaOrReference } from './open-api-types.js';

const DESCRIPTION = `A self-hosted, headless conversation backend.

Two contracts, one engine: anonymous devices name themselves by a secret \`device_id\` (header, query or body) and use
the routes without a prefix; signed-in users use those below \`/api/{user_id}\` with a JWT whose \`sub\` is that id.

\`message\` is always what to show the person, in an answer and in an error alike. Every failure is
\`{error, message, request_id}\`; \`error\` is a stable code. Sentences come in the language of \`Accept-Language\` where
Parley speaks it (en, de, fr, es, pt, tr, ur, ar). A request may bring its own \`X-Request-Id\`. A path that does not
exist answers 404 \`not_found\`, a method that a path does not take 405 \`method_not_allowed\`.`;

const SECRET = 'The id of the device: a secret that gives access, so make it a random UUID. Also in a body.';

/** What no operation answers, since it has none: by status. */
const FALLBACKS = failureResponses(['not_found', 'method_not_allowed']);

/** The whole API as an OpenAPI document: every route, every status, with examples. */
export function buildOpenApi(app: NestExpressApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, about(), { extraModels: [ErrorDto] });
  const paths = Object.entries(document.paths).map(([path, item]): [string, PathItem] => [
    path,
    completePath(path, item),
  ]);
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]): [string, SchemaOrReference] => [name, withFormats(schema)],
  );
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: {
      ...document.components,
      schemas: Object.fromEntries(schemas),
      headers: HEADERS,
      responses: FALLBACKS,
    },
  };
}

/**
 * Serves the document at `/openapi.json` and as a page at `/docs`. Call it after `configureHttp`, before the start.
 * Schemas come from what the build has read from the DTOs (`src/metadata.ts`).
 */
export async function serveOpenApi(app: NestExpressApplication): Promise<void> {
  const { default: metadata } = await import('../metadata.js');
  await SwaggerModule.loadPluginMetadata(metadata);
  SwaggerModule.setup('docs', app, () => buildOpenApi(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Parley API',
    // With a validator the page would ask another host.
    swaggerOptions: { validatorUrl: null },
  });
}

function about() {
  return new DocumentBuilder()
    .setTitle('Parley')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-Device-Id', description: SECRET },
      SCHEMES.deviceHeader,
    )
    .addApiKey({ type: 'apiKey', in: 'query', name: 'device_id', description: SECRET }, SCHEMES.deviceQuery)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, SCHEMES.user)
    .addSecurity(SCHEMES.metrics, {
      type: 'http',
      scheme: 'bearer',
      description: 'METRICS_TOKEN, where it is set.',
    })
    .addSecurity(SCHEMES.admin, {
      type: 'http',
      scheme: 'bearer',
      description: 'ADMIN_TOKEN; without that setting these routes answer 404.',
    })
    .addTag('chat', 'Ask, and follow a turn.')
    .addTag('conversations', 'Read, rename and erase what was said.')
    .addTag('memory', 'What the model is told.')
    .addTag('knowledge', 'What is known besides the model.')
    .addTag('operations', 'Health and metrics.')
    .build();
}

function completePath(path: string, item: PathItem): PathItem {
  const operations = METHODS.flatMap((method): [string, Operation][] => {
    const operation = item[method];
    return operation ? [[method, completeOperation({ method, path }, operation)]] : [];
  });
  return Object.fromEntries(operations);
}
