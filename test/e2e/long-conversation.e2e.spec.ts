import { countTokens } from 'gpt-tokenizer';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { startApp, type TestApp } from '../support/app.js';
import type { ApiClient } from '../support/api.js';
import type { ConversationItem } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { insertLongTalk, memoryOf, noteTaker, say, summaryThrough } from '../support/summaries.js';

const TURNS = 5000;
const FACT = 'My sister Ada was born in 1815.';
const BUDGET_TOKENS = 2000;
/** All of it is folded, hundreds of steps one after another, on a machine that has other things to do too. */
const FOLD_MS = 240_000;

/** A conversation of 10,000 messages, with the fact among its first ten. */
async function longTalk(app: TestApp, client: ApiClient): Promise<string> {
  const { body } = await client.asDevice<ConversationItem>('/conversations', { json: {} });
  await insertLongTalk(app.databaseUrl, body.id, { turns: TURNS, factNo: 4, fact: FACT });
  return body.id;
}

describe('a conversation of 10,000 messages, with a model', () => {
  let app: AgentApp;

  beforeAll(async () => {
    app = await startAgentApp({ AGENT_MAX_CONTEXT_TOKENS: String(BUDGET_TOKENS) });
  });
  afterAll(() => app.stop());

  it(
    'stays within the budget, is folded to its end behind the turns, and remembers its beginning',
    async () => {
      app.agent.summaryMode = noteTaker;
      const client = app.client();
      const id = await longTalk(app, client);
      await say(client, ['What did I say?'], id);
      await eventually(
        async () => ((await memoryOf(client, id)).body.summary?.through_seq ?? 0) >= 2 * TURNS || null,
        FOLD_MS,
      );
      await say(client, ['When was she born?'], id);

      const sent = [...app.agent.requests, ...app.agent.summaries].map(({ body }) =>
        body.messages.reduce((sum, { content }) => sum + countTokens(JSON.stringify(content)) + 4, 0),
      );
      expect(app.agent.requests[1]?.body.messages[0]?.content).toContain(FACT);
      expect(app.agent.summaries.length).toBeGreaterThan(100);
      expect(Math.max(...sent)).toBeLessThanOrEqual(BUDGET_TOKENS);
    },
    FOLD_MS + 60_000,
  );
});

describe('a conversation of 10,000 messages, without a model', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it(
    'keeps a fact of its first ten messages, and what was said last, in its summary',
    async () => {
      const client = app.client();
      const id = await longTalk(app, client);
      await say(client, ['Thanks!'], id);

      const summary = await summaryThrough(client, id, 2 * TURNS);

      expect(summary).toContain(`User: ${FACT}`);
      expect(summary).toContain('Order 9998');
      expect(summary.length).toBeLessThanOrEqual(4000);
    },
    FOLD_MS,
  );
});
