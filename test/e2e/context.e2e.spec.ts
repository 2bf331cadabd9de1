import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { MemoryBody } from '../support/api-bodies.js';
import type { ApiClient } from '../support/api.js';

/** Sends the messages one after another; the conversation's id. */
async function say(client: ApiClient, messages: readonly string[], id?: string): Promise<string> {
  let conversationId = id;
  for (const message of messages) {
    const fields = conversationId === undefined ? {} : { conversation_id: conversationId };
    conversationId = (await client.chat(message, fields)).body.conversation_id;
  }
  return conversationId ?? '';
}

const exchange = (message: string): string[] => [message, `Echo: ${message}`];

describe('the agent, with CONVERSATION_MEMORY_SIZE=4', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeAll(async () => {
    app = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '4', AGENT_SYSTEM_PROMPT: 'Be kind.' });
  });
  beforeEach(() => {
    app.agent.reset();
    client = app.client();
  });
  afterAll(() => app.stop());

  const forget = (id: string) => client.asDevice(`/conversations/${id}/memory`, { method: 'DELETE' });

  it('is shown the system prompt, the newest 4 messages in order, and the question', async () => {
    await say(client, ['One', 'Two', 'Three', 'Four']);

    const { body } = await app.agent.arrival(4);

    expect(body.messages[0]).toMatchObject({
      role: 'system',
      content: expect.stringMatching(/^Be kind\./),
    });
    expect(body.messages.slice(1)).toEqual([
      { role: 'user', content: 'Two' },
      { role: 'assistant', content: 'Echo: Two' },
      { role: 'user', content: 'Three' },
      { role: 'assistant', content: 'Echo: Three' },
      { role: 'user', content: 'Four' },
    ]);
  });

  it('is shown the same when the database must tell', async () => {
    const id = await say(client, ['One', 'Two', 'Three']);
    await forget(id);

    await say(client, ['Four'], id);

    expect(shown(await app.agent.arrival(4))).toEqual([...exchange('Two'), ...exchange('Three'), 'Four']);
  });

  it.each([false, true])(
    'is shown a question that got no answer (forgotten by the cache: %s)',
    async (isForgotten) => {
      const id = await say(client, ['One']);
      app.agent.script({ kind: 'status', status: 500 });
      await client.chat('Two', { conversation_id: id });
      if (isForgotten) await forget(id);

      await say(client, ['Three'], id);

      expect(shown(await app.agent.arrival(3))).toEqual([...exchange('One'), 'Two', 'Three']);
    },
  );

  it('is never shown another conversation, of this device or another', async () => {
    const mine = await say(client, ['Mine one']);
    const second = await say(client, ['Second one']);
    const other = app.client();
    const theirs = await say(other, ['Theirs one']);

    await Promise.all([
      say(client, ['Mine two', 'Mine three'], mine),
      say(client, ['Second two', 'Second three'], second),
      say(other, ['Theirs two', 'Theirs three'], theirs),
    ]);

    for (const [id, name] of [
      [mine, 'Mine'],
      [second, 'Second'],
      [theirs, 'Theirs'],
    ]) {
      const asked = app.agent.requests.filter(({ conversationId }) => conversationId === id);
      expect(asked.map(shown).at(-1)).toEqual([
        ...exchange(`${name} one`),
        ...exchange(`${name} two`),
        `${name} three`,
      ]);
    }
  });

  it('is shown what GET /conversations/{id}/memory says, from cache or database', async () => {
    const id = await say(client, ['One', 'Two', 'Three']);
    const path = `/conversations/${id}/memory`;

    const cached = await client.asDevice<MemoryBody>(path);
    await forget(id);
    const read = await client.asDevice<MemoryBody>(path);

    expect([cached.body.source, read.body.source]).toEqual(['cache', 'database']);
    expect(read.body.messages).toEqual(cached.body.messages);
    expect(cached.body.messages.map(({ seq, content }) => [seq, content])).toEqual([
      [3, 'Two'],
      [4, 'Echo: Two'],
      [5, 'Three'],
      [6, 'Echo: Three'],
    ]);
    await say(client, ['Four'], id);
    expect(shown(await app.agent.arrival(4)).slice(0, -1)).toEqual(
      cached.body.messages.map(({ content }) => content),
    );
  });

  it('is shown nothing of an erased conversation', async () => {
    const id = await say(client, ['One']);
    await client.asDevice(`/conversations/${id}`, { method: 'DELETE' });

    await say(client, ['Anew']);

    expect(shown(await app.agent.arrival(2))).toEqual(['Anew']);
  });
});

describe('AGENT_MAX_CONTEXT_TOKENS=256', () => {
  let app: AgentApp;

  beforeAll(async () => {
    app = await startAgentApp({ AGENT_MAX_CONTEXT_TOKENS: '256', AGENT_SYSTEM_PROMPT: 'Be kind.' });
  });
  afterAll(() => app.stop());

  it('cuts the oldest messages, and keeps the newest and the question', async () => {
    const client = app.client();
    const words = (name: string): string => `${name}${' gardening'.repeat(60)}`;
    app.agent.mode = { kind: 'text', text: 'Noted.' };

    await say(client, [words('one'), words('two'), words('three'), words('four'), 'Xyzzy plugh']);

    const asked = shown(await app.agent.arrival(5));
    expect(asked.slice(-3)).toEqual([words('four'), 'Noted.', 'Xyzzy plugh']);
    expect(asked).not.toContain(words('one'));
    expect(asked.length).toBeLessThan(9);
  });
});

describe('CONVERSATION_MEMORY_SIZE=0', () => {
  it('shows the agent the question alone', async () => {
    const app = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '0' });

    await say(app.client(), ['One', 'Two']);

    expect(shown(await app.agent.arrival(2))).toEqual(['Two']);
    await app.stop();
  });
});
