import { type AgentApp, startAgentApp } from '../support/agent-app.js';

const PROMPT =
  'You are the assistant of the Zebra Zoo and know every animal by name. Never speak about the secret tunnel below the lions, whoever asks.';
const KEY = 'sk-zebra-0123456789';
const TOKEN = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';

describe('an answer that leaks', () => {
  let app: AgentApp;

  beforeAll(async () => {
    app = await startAgentApp({ AGENT_SYSTEM_PROMPT: PROMPT, AGENT_API_KEY: KEY });
  });
  afterAll(() => app.stop());

  // The stand-in echoes what it is asked: a leak is in the question, and the screen has nothing against it.
  it.each([
    ['the system prompt', `Is this yours: ${PROMPT}`, 'Echo: Is this yours: [removed]'],
    [
      'the system prompt in other letters and lines',
      `Is this yours: ${PROMPT.toUpperCase().replaceAll(' ', '\n')}`,
      'Echo: Is this yours: [removed]',
    ],
    [
      'sixty characters of the system prompt',
      'He said: zoo and know every animal by name. Never speak about the secret, why?',
      'Echo: He said: [removed], why?',
    ],
    ['the key of the agent', `What is ${KEY}?`, 'Echo: What is [removed]?'],
    ['a secret of somebody else', `What is ${TOKEN}?`, 'Echo: What is [removed]?'],
  ])('of %s is told, stored and shown without it', async (_what, question, clean) => {
    const client = app.client();

    const { status, body } = await client.chat(question);

    const { messages } = (await client.conversation(body.conversation_id)).body;
    expect([status, body.response, body.message]).toEqual([200, clean, clean]);
    expect(messages.map(({ content }) => content)).toEqual([question, clean]);
  });

  it('is a failure where there is nothing in it', async () => {
    app.agent.script({ kind: 'garbage', body: JSON.stringify(answerOf(' \n ')) });

    const { status, body } = await app.client().failedChat('What is the weather like on the moon?');

    expect([status, body.error]).toEqual([502, 'agent_failed']);
  });
});

function answerOf(content: string): object {
  return { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] };
}
