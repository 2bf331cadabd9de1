import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const FIXTURE = join(__dirname, '..', 'fixtures', 'openapi.json');

const media = z.looseObject({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.unknown()).optional(),
});
const operation = z.looseObject({
  summary: z.string().min(1),
  operationId: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string().min(1), content: z.record(z.string(), media) }),
  ),
});
const openApi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let database: TestDatabase;
let server: ServerProcess;
let document: unknown;

beforeAll(async () => {
  database = await cloneDatabase();
  server = await startServer({ databaseUrl: database.url });
  document = await (await fetch(`${server.url}/openapi.json`)).json();
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const operations = () =>
  Object.entries(openApi.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, details]) => ({ name: `${method} ${path}`, path, ...details })),
  );

describe('GET /openapi.json', () => {
  it('is the committed test/fixtures/openapi.json; UPDATE_OPENAPI=1 writes it', () => {
    if (process.env.UPDATE_OPENAPI) writeFileSync(FIXTURE, `${JSON.stringify(document, null, 2)}\n`);

    expect(document).toEqual(JSON.parse(readFileSync(FIXTURE, 'utf8')));
  });

  it('gives every answer of every route an example', () => {
    const bare = operations().flatMap(({ name, responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) =>
        Object.values(content)
          .filter(({ example, examples }) => example === undefined && examples === undefined)
          .map(() => `${name} ${status}`),
      ),
    );

    expect(bare).toEqual([]);
  });

  it('names every operation once and every parameter of its path', () => {
    const all = operations();

    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    for (const { name, path, parameters } of all) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map((one) => `{${one.name}}`);
      expect([name, ...inPath]).toEqual([name, ...(path.match(/\{\w+\}/g) ?? [])]);
    }
  });

  it('refers to schemas that are there', () => {
    const names = Object.keys(openApi.parse(document).components.schemas);
    const wanted = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );

    expect(wanted.length).toBeGreaterThan(0);
    expect(names).toEqual(expect.arrayContaining(wanted));
  });

  it('knows the routes of both contracts and of operations', () => {
    expect(operations().map(({ name }) => name)).toEqual(
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
    const chat = operations().find(({ name }) => name === 'post /api/{user_id}/chat');

    expect(Object.keys(chat?.responses ?? {})).toEqual(
      [200, 202, 400, 401, 403, 404, 408, 409, 413, 414, 415, 422, 429, 431, 500, 502, 503, 504].map(String),
    );
  });
});
