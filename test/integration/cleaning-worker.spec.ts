import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import { createApplication } from '../../src/application.js';
import { ChatShutdown } from '../../src/chat/chat-shutdown.service.js';
import { CleaningWorker } from '../../src/chat/cleaning.worker.js';
import { loadSettings } from '../../src/config/settings.js';
import { askStandIn } from '../support/agent-env.js';
import { ApiClient } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

let agent: OpenAiStandIn;
let database: TestDatabase;
let sql: pg.Client;
let app: NestExpressApplication;
let client: ApiClient;

beforeAll(async () => {
  agent = await OpenAiStandIn.start();
  database = await cloneDatabase();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  app = await createApplication(
    loadSettings(askStandIn(agent, { DATABASE_URL: database.url, LOG_LEVEL: 'silent' })),
  );
  await app.listen(0, '127.0.0.1');
  client = new ApiClient(await app.getUrl());
});
beforeEach(() => agent.reset());
afterAll(async () => {
  await app.get(ChatShutdown).drain();
  await app.close();
  await sql.end();
  await database.drop();
  await agent.close();
});

const clean = (): Promise<void> => app.get(CleaningWorker, { strict: false }).clean();

/** Moves the end of every key's life by this much, as if the time had passed. */
const pass = (interval: string) =>
  sql.query(`UPDATE turns SET key_expires_at = key_expires_at - $1::interval`, [interval]);

describe(CleaningWorker.name, () => {
  it('keeps an idempotency key for 7 days', async () => {
    const first = await client.chat('Hello you', { key: 'young' });

    await pass('6 days 23 hours 59 minutes');
    await clean();
    const again = await client.chat('Hello you', { key: 'young' });

    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('forgets it after 7 days, and keeps what was said', async () => {
    const first = await client.chat('Hello you', { key: 'old' });

    await pass('7 days');
    await clean();
    const again = await client.chat('Something else', { key: 'old' });

    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, null]);
    expect(again.body.conversation_id).not.toBe(first.body.conversation_id);
    expect((await client.conversation(first.body.conversation_id)).body.message_count).toBe(2);
  });

  it('leaves nothing of an erased conversation after 7 days', async () => {
    const { body } = await client.chat('Hello you', { key: 'erased' });
    await client.asDevice(`/conversations/${body.conversation_id}`, { method: 'DELETE' });
    const count = async (): Promise<unknown> =>
      (
        await sql.query(
          `SELECT (SELECT count(*)::int FROM conversations WHERE id = $1) AS conversations,
                  (SELECT count(*)::int FROM turns WHERE conversation_id = $1) AS turns,
                  (SELECT count(*)::int FROM messages WHERE conversation_id = $1) AS messages`,
          [body.conversation_id],
        )
      ).rows[0];

    await clean();
    const before = await count();
    await sql.query(`UPDATE conversations SET deleted_at = deleted_at - interval '7 days' WHERE id = $1`, [
      body.conversation_id,
    ]);
    await clean();

    expect(before).toEqual({ conversations: 1, turns: 1, messages: 0 });
    expect(await count()).toEqual({ conversations: 0, turns: 0, messages: 0 });
  });
});
