import { randomUUID } from 'node:crypto';
import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { regenerate } from '../support/regeneration.js';
import { runSql } from '../support/stored-rows.js';
import {
  FACT,
  memoryOf,
  noteTaker,
  say,
  storedSummaries,
  summariesOf,
  summaryThrough,
  systemOf,
} from '../support/summaries.js';
import { UserClient } from '../support/user-client.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '4' });
});
beforeEach(() => {
  app.agent.reset();
  app.agent.summaryMode = noteTaker;
  client = app.client();
});
afterAll(() => app.stop());

describe('GET /conversations/{id}/memory', () => {
  it('shows the summary and how far it reaches, from the cache and from the database', async () => {
    const id = await say(client, [FACT, 'Two']);
    await summaryThrough(client, id, 2);
    const cached = await eventually(async () => {
      const { body } = await memoryOf(client, id);
      return body.source === 'cache' ? body : null;
    });

    await client.asDevice(`/conversations/${id}/memory`, { method: 'DELETE' });
    const { body: rebuilt } = await memoryOf(client, id);

    expect(cached.summary).toEqual({ text: FACT, through_seq: 2 });
    expect(rebuilt).toEqual({ ...cached, source: 'database' });
  });

  it('shows a user’s below the user’s prefix', async () => {
    const user = await UserClient.signIn(app.url);
    const { body } = await user.chat(FACT);
    await user.chat('Two', { conversation_id: body.conversation_id });

    const summary = await eventually(async () => {
      const memory = await user.asUser<{ summary: object | null }>(
        `/conversations/${body.conversation_id}/memory`,
      );
      return memory.body.summary;
    });

    expect(summary).toEqual({ text: FACT, through_seq: 2 });
  });

  it('shows nothing of another’s', async () => {
    const id = await say(client, [FACT, 'Two']);
    await summaryThrough(client, id, 2);

    expect((await memoryOf(app.client(), id)).status).toBe(404);
  });
});

describe('a summary', () => {
  it('is never told in another conversation of the same device', async () => {
    await summaryThrough(client, await say(client, [FACT, 'Two']), 2);
    await say(client, ['One', 'Two', 'Three']);

    const others = app.agent.requests.slice(2);

    expect(others).toHaveLength(3);
    expect(others.filter((request) => systemOf(request).includes(FACT))).toEqual([]);
  });

  it('is erased with its conversation', async () => {
    const secret = `My secret is ${randomUUID()}.`;
    const id = await say(client, [secret, 'Two']);
    await summaryThrough(client, id, 2);

    await client.asDevice(`/conversations/${id}`, { method: 'DELETE' });

    expect((await memoryOf(client, id)).status).toBe(404);
    expect(JSON.stringify(await storedSummaries(app.databaseUrl))).not.toContain(secret);
  });

  it('that is being made when its conversation is erased is thrown away', async () => {
    const gate = Promise.withResolvers<string>();
    app.agent.summaryMode = { kind: 'made', make: () => gate.promise };
    const id = await say(client, ['My secret', 'Two']);
    const asked = await eventually(async () => summariesOf(app.agent, id)[0] ?? null);

    await client.asDevice(`/conversations/${id}`, { method: 'DELETE' });
    gate.resolve('My secret');
    await asked.closed;
    app.agent.summaryMode = noteTaker;
    await summaryThrough(client, await say(client, [FACT, 'Two']), 2); // Behind what waits now.

    const stored = await storedSummaries(app.databaseUrl);
    expect(stored.filter(({ conversation_id: owner }) => owner === id)).toEqual([]);
  });

  it('outlives an answer that is given again', async () => {
    const id = await say(client, [FACT, 'Two']);
    await summaryThrough(client, id, 2);
    await say(client, ['Three'], id);
    await summaryThrough(client, id, 4);
    const messages = (await client.conversation(id)).body.messages;
    const { status } = await regenerate(client, messages.at(-1)?.id ?? '');
    const again = app.agent.requests.at(-1);
    const { body } = await memoryOf(client, id);

    expect([status, again && shown(again).at(-1)]).toEqual([200, 'Three']);
    expect(again && systemOf(again)).toContain(FACT);
    expect(body.summary).toMatchObject({ text: FACT });
    expect(summariesOf(app.agent, id)).toHaveLength(2);
  });

  it('is made anew once what it covers has changed', async () => {
    const id = await say(client, [FACT, 'Two', 'Three']);
    await summaryThrough(client, id, 4);
    await runSql(
      app.databaseUrl,
      `UPDATE messages SET content = 'My cat is called Tom.' WHERE conversation_id = $1 AND seq = 1`,
      [id],
    );
    await runSql(app.databaseUrl, 'UPDATE conversations SET revision = revision + 1 WHERE id = $1', [id]);

    const stale = (await memoryOf(client, id)).body.summary;
    await say(client, ['Four'], id);
    const anew = await summaryThrough(client, id, 6);

    expect(stale).toBeNull();
    expect(systemOf(await app.agent.arrival(4))).not.toContain(FACT);
    expect(anew).toBe('My cat is called Tom.');
  });
});
