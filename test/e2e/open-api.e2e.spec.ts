import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OpenApiDocument, examplesOf } from '../support/open-api-document.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const FIXTURE = join(__dirname, '..', 'fixtures', 'openapi.json');

let database: TestDatabase;
let server: ServerProcess;
let document: OpenApiDocument;

beforeAll(async () => {
  database = await cloneDatabase();
  server = await startServer({ databaseUrl: database.url });
  document = await OpenApiDocument.fetch(server.url);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

describe('GET /openapi.json', () => {
  it('is the committed test/fixtures/openapi.json; UPDATE_OPENAPI=1 writes it', () => {
    if (process.env.UPDATE_OPENAPI) writeFileSync(FIXTURE, `${JSON.stringify(document.json, null, 2)}\n`);

    expect(document.json).toEqual(JSON.parse(readFileSync(FIXTURE, 'utf8')));
  });

  it('gives every answer of every route an example', () => {
    const bare = document.operations.flatMap(({ name, responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) =>
        Object.values(content)
          .filter(({ example, examples }) => example === undefined && Object.keys(examples).length === 0)
          .map(() => `${name} ${status}`),
      ),
    );

    expect(bare).toEqual([]);
  });

  it('gives examples that are what their schemas say', () => {
    const wrong = document.operations.flatMap((operation) =>
      examplesOf(operation).flatMap(({ schema, value }) =>
        document.differences(schema, value).map((place) => `${operation.name} ${place}`),
      ),
    );

    expect(wrong).toEqual([]);
  });

  it('asks users for their token and devices for their id', () => {
    const schemesOf = (routes: RegExp): string[] =>
      document.operations
        .filter(({ path }) => routes.test(path))
        .map(({ security }) => security.flatMap((one) => Object.keys(one)).join());

    expect(new Set(schemesOf(/^\/api\//))).toEqual(new Set(['user']));
    expect(new Set(schemesOf(/^\/(chat|conversations|turns)/))).toEqual(
      new Set(['device_header,device_query']),
    );
  });

  it('names every operation once and every parameter of its path', () => {
    const all = document.operations;

    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    for (const { name, path, parameters } of all) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map((one) => `{${one.name}}`);
      expect([name, ...inPath]).toEqual([name, ...(path.match(/\{\w+\}/g) ?? [])]);
    }
  });

  it('refers to what is there', () => {
    const references = [...JSON.stringify(document.json).matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)];
    const missing = references.filter(
      ([, kind = '', name = '']) => !(name in (document.components[kind] ?? {})),
    );

    expect(new Set(references.map(([, kind]) => kind))).toEqual(new Set(['schemas', 'headers']));
    expect(missing.map(([reference]) => reference)).toEqual([]);
  });

  it('knows the routes of both contracts and of operations', () => {
    expect(document.operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'post /chat',
        'get /conversations',
        'post /conversations',
        'get /conversations/{conversation_id}',
        'patch /conversations/{conversation_id}',
        'delete /conversations/{conversation_id}',
        'get /conversations/{conversation_id}/messages',
        'get /turns/{turn_id}',
        'post /api/{user_id}/chat',
        'get /api/{user_id}/chat/history',
        'get /api/{user_id}/conversations',
        'get /api/{user_id}/turns/{turn_id}',
        'get /health/ready',
        'get /metrics',
      ]),
    );
  });

  it('tells a chat how it can end', () => {
    const chat = document.operation('post /api/{user_id}/chat');

    expect(Object.keys(chat.responses)).toEqual(
      [200, 202, 400, 401, 403, 404, 408, 409, 413, 414, 415, 422, 429, 431, 500, 502, 503, 504].map(String),
    );
  });
});
