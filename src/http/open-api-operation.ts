import { EVENT_STREAM, EXAMPLES, EXAMPLE_IDS } from './open-api-examples.js';
import { failureResponses } from './open-api-failures.js';
import { ACCEPTED, RATE_LIMIT, REPLAYED, REQUEST_ID } from './open-api-headers.js';
import {
  type DocumentedRoute,
  failuresOf,
  isChat,
  isOfAdmin,
  isOfUser,
  isOperational,
  operationIdOf,
  tagOf,
} from './open-api-route.js';
import { withFormat } from './open-api-schemas.js';
import type {
  Content,
  Headers,
  Operation,
  Parameter,
  ResponseOrReference,
  Responses,
  SecurityRequirement,
} from './open-api-types.js';

/** Names of the security schemes. */
export const SCHEMES = {
  deviceHeader: 'device_header',
  deviceQuery: 'device_query',
  user: 'user',
  metrics: 'metrics',
  admin: 'admin',
};

/** Refused before the limits count the request. */
const UNCOUNTED = ['408', '431'];

const UUID = { type: 'string', format: 'uuid' };

const PATH_PARAMETERS: readonly Parameter[] = [
  {
    name: 'user_id',
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: 'user-42',
  },
  { name: 'conversation_id', in: 'path', required: true, schema: UUID, example: EXAMPLE_IDS.conversation },
  { name: 'document_id', in: 'path', required: true, schema: UUID, example: EXAMPLE_IDS.document },
  { name: 'turn_id', in: 'path', required: true, schema: UUID, example: EXAMPLE_IDS.turn },
  { name: 'message_id', in: 'path', required: true, schema: UUID, example: EXAMPLE_IDS.answer },
];

const CHAT_PARAMETERS: readonly Parameter[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      '1 to 255 visible characters. The same key and body give the same turn for 7 days, asked once.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  {
    name: 'Prefer',
    in: 'header',
    description: '`respond-async` answers 202 at once; follow `Location`.',
    schema: { type: 'string', enum: ['respond-async'] },
  },
];

/** An operation with all that follows from its route: names, parameters, security, failures and examples. */
export function completeOperation(route: DocumentedRoute, operation: Operation): Operation {
  const { requestBody } = operation;
  return {
    ...operation,
    operationId: operationIdOf(route),
    tags: [tagOf(route)],
    parameters: parametersOf(route, operation),
    security: securityOf(route),
    ...(requestBody && 'content' in requestBody
      ? { requestBody: { ...requestBody, content: withExamples(requestBody.content) } }
      : {}),
    responses: {
      ...withHeaders(route, failureResponses(failuresOf(route))),
      ...withHeaders(route, withEvents(route, operation.responses)),
    },
  };
}

function parametersOf(route: DocumentedRoute, { parameters = [] }: Operation) {
  const others = parameters
    .filter((one) => !('in' in one && one.in === 'path'))
    .map((one) =>
      'in' in one && one.schema && !('$ref' in one.schema)
        ? { ...one, schema: withFormat(one.name, one.schema) }
        : one,
    );
  const inPath = PATH_PARAMETERS.filter(({ name }) => route.path.includes(`{${name}}`));
  return [...inPath, ...(isChat(route) ? CHAT_PARAMETERS : []), ...others];
}

function securityOf(route: DocumentedRoute): SecurityRequirement[] {
  if (isOfUser(route)) return [{ [SCHEMES.user]: [] }];
  if (isOfAdmin(route)) return [{ [SCHEMES.admin]: [] }];
  if (route.path === '/metrics') return [{}, { [SCHEMES.metrics]: [] }];
  if (isOperational(route)) return [];
  const inBody = ['post', 'put', 'patch'].includes(route.method) ? [{}] : [];
  return [{ [SCHEMES.deviceHeader]: [] }, { [SCHEMES.deviceQuery]: [] }, ...inBody];
}

function withHeaders(route: DocumentedRoute, responses: Responses): Responses {
  const completed = Object.entries(responses).map(([status, response]): [string, Responses[string]] => [
    status,
    response && completeResponse(response, headersOf(route, status)),
  ]);
  return Object.fromEntries(completed);
}

function headersOf(route: DocumentedRoute, status: string): Headers {
  const isCounted = !isOperational(route) && !UNCOUNTED.includes(status);
  return {
    ...REQUEST_ID,
    ...(isCounted ? RATE_LIMIT : {}),
    ...(isChat(route) && status.startsWith('2') ? REPLAYED : {}),
    ...(status === '202' ? ACCEPTED : {}),
  };
}

function completeResponse(response: ResponseOrReference, headers: Headers) {
  if ('$ref' in response) return response;
  const { content, description } = response;
  return {
    ...response,
    description: description || 'Done.',
    headers: { ...headers, ...response.headers },
    ...(content ? { content: withExamples(content) } : {}),
  };
}

/** Of a chat, for callers with `Accept: text/event-stream`. */
function withEvents(route: DocumentedRoute, responses: Responses): Responses {
  const { '200': answer, ...others } = responses;
  if (!isChat(route) || !answer || '$ref' in answer) return responses;
  return { ...others, '200': { ...answer, content: { ...answer.content, ...EVENT_STREAM } } };
}

function withExamples(content: Content): Content {
  const types = Object.entries(content).map(([type, media]): [string, Content[string]] => {
    const schema = media.schema && '$ref' in media.schema ? media.schema.$ref.split('/').at(-1) : undefined;
    const example = EXAMPLES.get(schema ?? '');
    return [type, example ? { example, ...media } : media];
  });
  return Object.fromEntries(types);
}
