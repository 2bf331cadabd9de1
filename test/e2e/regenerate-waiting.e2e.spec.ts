import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ChatBody, ErrorBody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import type { StandInRequest } from '../support/openai-stand-in.js';
import { contentsOf, regenerate, versionsOf } from '../support/regeneration.js';

interface Midway {
  readonly client: ApiClient;
  readonly chat: ChatBody;
  readonly ended: Promise<Answer<ErrorBody>>;
  readonly asked: StandInRequest;
}

let app: AgentApp;

afterEach(() => app.stop());

/** A regeneration that waits for the agent until `app.agent.release()`. */
async function midway(env: Record<string, string>): Promise<Midway> {
  app = await startAgentApp(env);
  const client = app.client();
  const { body: chat } = await client.chat('Hello');
  app.agent.script({ kind: 'slow' });
  const ended = regenerate<ErrorBody>(client, chat.assistant_message_id);
  return { client, chat, ended, asked: await app.agent.arrival(2) };
}

describe('a regeneration that takes long', () => {
  it('lets go of the agent soon after a message has come', async () => {
    const { client, chat, ended, asked } = await midway({ LOCK_TTL_MS: '2000', AGENT_TIMEOUT_MS: '20000' });

    await client.chat('Next', { conversation_id: chat.conversation_id });
    await asked.closed;

    const { status, body } = await ended;
    expect(asked.isAborted).toBe(true);
    expect([status, body.error]).toEqual([409, 'not_last_turn']);
  });

  it('keeps its claim for longer than a claim lasts', async () => {
    const { client, chat, ended } = await midway({ LOCK_TTL_MS: '2000', AGENT_TIMEOUT_MS: '20000' });
    const until = performance.now() + 3000;

    while (performance.now() < until) {
      const { status, body } = await regenerate<ErrorBody>(client, chat.assistant_message_id);
      expect([status, body.error]).toEqual([409, 'conversation_busy']);
    }
    app.agent.release();

    expect((await ended).status).toBe(200);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('answers 504 after TURN_WAIT_TIMEOUT_MS, and is stored all the same', async () => {
    const { client, chat, ended } = await midway({
      TURN_WAIT_TIMEOUT_MS: '2000',
      AGENT_TIMEOUT_MS: '20000',
    });

    const { status, body } = await ended;
    const before = await contentsOf(client, chat.conversation_id);
    app.agent.release();

    expect([status, body.error, body.turn_id]).toEqual([504, 'agent_timeout', chat.metadata.turn_id]);
    expect(before).toEqual(['Hello', 'Echo: Hello']);
    const stored = await eventually(async () => {
      const versions = await versionsOf(app.databaseUrl, chat.assistant_message_id);
      return versions.length > 0 ? versions : null;
    });
    expect(stored.map(({ content }) => content)).toEqual(['Echo: Hello']);
  });

  it('answers 504 once the agent is late, and the old answer stands', async () => {
    const { client, chat, ended } = await midway({ AGENT_TIMEOUT_MS: '3000' });

    const { status, body } = await ended;

    expect([status, body.error, body.turn_id]).toEqual([504, 'agent_timeout', chat.metadata.turn_id]);
    expect(await contentsOf(client, chat.conversation_id)).toEqual(['Hello', 'Echo: Hello']);
    expect((await regenerate(client, chat.assistant_message_id)).status).toBe(200);
  });
});
