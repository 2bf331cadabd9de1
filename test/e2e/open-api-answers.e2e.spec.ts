import { z } from 'zod';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OpenApiDocument } from '../support/open-api-document.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

const DEVICE = '6f2a1f0e-3c0b-4a51-9d6e-0d4f1c9a7b3e';
const ONE = '/conversations/{conversation_id}';

const answered = z.looseObject({
  conversation_id: z.string(),
  assistant_message_id: z.string(),
  metadata: z.looseObject({ turn_id: z.string() }),
});

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

/** Calls an operation as a device and tells where its answer is not what the document says of its status. */
async function call(name: string, path: string, json?: object): Promise<{ body: unknown; wrong: string[] }> {
  const { responses } = document.operation(name);
  const answer = await fetch(`${server.url}${path}`, {
    method: name.split(' ', 1).join('').toUpperCase(),
    headers: { 'X-Device-Id': DEVICE, ...(json && { 'Content-Type': 'application/json' }) },
    ...(json && { body: JSON.stringify(json) }),
  });
  const body: unknown = await answer.json();
  const media = responses[answer.status]?.content['application/json'];
  const wrong = media ? document.differences(media.schema, body) : ['is not documented'];
  return { body, wrong: wrong.map((place) => `${name} ${answer.status} ${place}`) };
}

async function chat() {
  const { body, wrong } = await call('post /chat', '/chat', { message: 'How do I start Parley?' });
  return { answer: answered.parse(body), wrong };
}

describe('the OpenAPI document', () => {
  it('says of answers what they are', async () => {
    const { answer, wrong } = await chat();
    const path = `/conversations/${answer.conversation_id}`;
    const message = `/messages/${answer.assistant_message_id}`;
    const others = [
      await call('get /turns/{turn_id}', `/turns/${answer.metadata.turn_id}`),
      await call('get /conversations', '/conversations'),
      await call('get /conversations', '/conversations?query=parley'),
      await call('post /conversations', '/conversations', {}),
      await call('put /messages/{message_id}/feedback', `${message}/feedback`, { rating: 'like' }),
      await call(`get ${ONE}`, path),
      await call(`get ${ONE}/messages`, `${path}/messages`),
      await call('post /messages/{message_id}/regenerate', `${message}/regenerate`),
      await call('put /messages/{message_id}/feedback', `${message}/feedback`, { rating: null }),
      await call(`get ${ONE}/memory`, `${path}/memory`),
      await call(`delete ${ONE}/memory`, `${path}/memory`),
      await call(`patch ${ONE}`, path, { title: 'Starting' }),
      await call(`delete ${ONE}`, path),
      await call('get /health', '/health'),
    ];

    expect([...wrong, ...others.flatMap((one) => one.wrong)]).toEqual([]);
  });

  it('says of refusals what they are', async () => {
    const refusals = [
      await call('post /chat', '/chat', { message: '' }),
      await call('post /chat', '/chat', { message: 'Hello', conversation_id: 'x' }),
      await call(`get ${ONE}`, '/conversations/01936f6e-0000-7000-8000-000000000001'),
      await call('get /turns/{turn_id}', '/turns/x'),
      await call('put /messages/{message_id}/feedback', '/messages/x/feedback', { rating: 'like' }),
      await call(
        'post /messages/{message_id}/regenerate',
        '/messages/01936f6e-0000-7000-8000-000000000001/regenerate',
      ),
      await call(`delete ${ONE}`, '/conversations/x', { unknown: 1 }),
      await call('get /api/{user_id}/conversations', '/api/alice/conversations'),
    ];

    expect(refusals.flatMap(({ wrong }) => wrong)).toEqual([]);
  });

  it('tells a wrong answer from a right one', async () => {
    const { answer } = await chat();
    const { timing: right } = answer.metadata;
    const timing = { ...Object(right), total_ms: 0.5 };
    const broken = { ...answer, user_message_id: 'x', metadata: { ...answer.metadata, timing, more: 1 } };

    expect(document.differences({ $ref: '#/components/schemas/ChatResponseDto' }, broken).sort()).toEqual([
      '$.metadata.more',
      '$.metadata.timing.total_ms',
      '$.user_message_id',
    ]);
  });
});
