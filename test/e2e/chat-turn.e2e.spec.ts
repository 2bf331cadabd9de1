import { askStandIn } from '../support/agent-env.js';
import { startApp, type TestApp } from '../support/app.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

describe('POST /chat', () => {
  let agent: OpenAiStandIn;
  let app: TestApp;

  beforeAll(async () => {
    agent = await OpenAiStandIn.start();
    app = await startApp({ env: askStandIn(agent) });
  });

  afterAll(async () => {
    await app.stop();
    await agent.close();
  });

  it('answers a message in a new conversation and goes on with it', async () => {
    const client = app.client();

    const first = await client.chat('Good morning, what is a turn?');
    const second = await client.chat('And a lease?', { conversation_id: first.body.conversation_id });

    expect(first.status).toBe(200);
    expect(first.body.response).toBe('Echo: Good morning, what is a turn?');
    expect(second.body.conversation_id).toBe(first.body.conversation_id);
    const { body } = await client.conversation(first.body.conversation_id);
    expect(body.messages.map(({ seq, role, content }) => [seq, role, content])).toEqual([
      [1, 'user', 'Good morning, what is a turn?'],
      [2, 'assistant', 'Echo: Good morning, what is a turn?'],
      [3, 'user', 'And a lease?'],
      [4, 'assistant', 'Echo: And a lease?'],
    ]);
  });
});
