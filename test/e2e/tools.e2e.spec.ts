import type { ApiClient, MessageBody } from '../support/api.js';
import { allFrames, textOf } from '../support/event-stream.js';
import { toolCall, toolServer } from '../support/mcp-servers.js';
import { regenerate } from '../support/regeneration.js';
import type { Reply } from '../support/stand-in-replies.js';
import type { CallForm } from '../support/stand-in-tools.js';
import { type StreamApp, typesOf } from '../support/stream-app.js';
import { answerOf, startToolApp } from '../support/tool-turns.js';

const TOO_LONG = JSON.stringify({ error: { code: 'context_length_exceeded' } });
const KEY = 'key-of-the-shop-4711';

let app: StreamApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startToolApp(
    { shop: toolServer({ TOOL_KEY: KEY }) },
    {
      AGENT_PRICE_INPUT_PER_MTOK: '2',
      AGENT_PRICE_OUTPUT_PER_MTOK: '10',
      AGENT_MAX_TOOL_ROUNDS: '2',
      AGENT_MAX_RETRIES: '1',
    },
  );
});
beforeEach(() => {
  client = app.client(app.meet());
});
afterAll(() => app.stop());

const add = (a: number, b: number, id = 'call_of_add') => toolCall('shop__add', { a, b }, id);

async function storedAnswer(conversationId: string): Promise<MessageBody | undefined> {
  return (await client.conversation(conversationId)).body.messages.at(-1);
}

describe('a model that asks for a tool of an MCP server', () => {
  it('is offered the tools by the names of server and tool, with their schemas', async () => {
    await client.chat('Hello');

    const { body } = await app.agent.arrival(1);
    expect(body['tools']).toContainEqual({
      type: 'function',
      function: {
        name: 'shop__add',
        description: 'Adds two numbers.',
        parameters: expect.objectContaining({ type: 'object', required: ['a', 'b'] }),
      },
    });
    expect(body).not.toHaveProperty('tool_choice');
  });

  it('is told the result, and answers with it', async () => {
    app.agent.script({ kind: 'tools', calls: [add(2, 40)] });

    const { body } = await client.chat('How much is 2 and 40?');

    expect(body.response).toBe('Echo: 42');
    expect((await app.agent.arrival(2)).body.messages.slice(1)).toEqual([
      { role: 'user', content: 'How much is 2 and 40?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          {
            id: 'call_of_add',
            type: 'function',
            function: { name: 'shop__add', arguments: '{"a":2,"b":40}' },
          },
        ],
      },
      { role: 'tool', content: '42', tool_call_id: 'call_of_add' },
    ]);
  });

  it('has its calls and their results stored with the answer, and all rounds in usage and cost', async () => {
    app.agent.script({ kind: 'tools', calls: [add(1, 1, 'one'), add(2, 2, 'two')] });
    app.agent.script({ kind: 'tools', calls: [add(3, 3, 'one')] });

    const { body } = await client.chat('Add up');

    const answer = await storedAnswer(body.conversation_id);
    expect(answer?.tool_calls).toEqual([
      { id: 'one', name: 'shop__add', arguments: '{"a":1,"b":1}' },
      { id: 'two', name: 'shop__add', arguments: '{"a":2,"b":2}' },
      { id: 'call_3', name: 'shop__add', arguments: '{"a":3,"b":3}' },
    ]);
    expect(answer?.tool_results).toEqual([
      { tool_call_id: 'one', content: '2', is_error: false },
      { tool_call_id: 'two', content: '4', is_error: false },
      { tool_call_id: 'call_3', content: '6', is_error: false },
    ]);
    expect(body.metadata['usage']).toEqual({ input_tokens: 300, output_tokens: 60 });
    expect(body.metadata['cost']).toEqual({ amount: 0.0012, currency: 'USD' });
  });

  it('is told of them again with the next question', async () => {
    app.agent.script({ kind: 'tools', calls: [add(2, 40)] });
    const { body } = await client.chat('How much is 2 and 40?');

    await client.chat('And now?', { conversation_id: body.conversation_id });

    const { messages } = (await app.agent.arrival(3)).body;
    expect(messages.map(({ role, content }) => [role, content]).slice(1)).toEqual([
      ['user', 'How much is 2 and 40?'],
      ['assistant', ''],
      ['tool', '42'],
      ['assistant', 'Echo: 42'],
      ['user', 'And now?'],
    ]);
  });

  it('has to answer without them after AGENT_MAX_TOOL_ROUNDS', async () => {
    for (let round = 0; round < 2; round += 1) app.agent.script({ kind: 'tools', calls: [add(round, 0)] });
    app.agent.script({ kind: 'tools', calls: [add(9, 9)], text: 'That will do.' });

    const { body } = await client.chat('Add up');

    expect(body.response).toBe('That will do.');
    expect(app.agent.requests.map((request) => request.body['tool_choice'])).toEqual([
      undefined,
      undefined,
      'none',
    ]);
    expect((await storedAnswer(body.conversation_id))?.tool_calls).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    ['fails', { kind: 'status', status: 503 }],
    ['finds what it is told too long', { kind: 'status', status: 400, body: TOO_LONG }],
  ])(
    'is told the result once more, and the tool is not used again, where the endpoint %s',
    async (_what, fault) => {
      app.agent.script({ kind: 'tools', calls: [add(20, 22)] }, fault);

      const { body } = await client.chat('Add up');

      const answer = await storedAnswer(body.conversation_id);
      expect(answer?.tool_results).toHaveLength(1);
      expect(body.response).toBe('Echo: 42');
      expect(app.agent.requests).toHaveLength(3);
    },
  );

  it('calls them anew for another answer, which replaces calls and results', async () => {
    app.agent.script({ kind: 'tools', calls: [add(1, 1)] }, { kind: 'text', text: 'Two' });
    app.agent.script({ kind: 'tools', calls: [add(1, 2)] }, { kind: 'text', text: 'Three' });
    const { body } = await client.chat('Add up');

    await regenerate(client, body.assistant_message_id);

    expect(await storedAnswer(body.conversation_id)).toMatchObject({
      content: 'Three',
      tool_calls: [{ arguments: '{"a":1,"b":2}' }],
      tool_results: [{ content: '3' }],
    });
  });
});

describe('a model that asks for a tool while it is heard', () => {
  it('tells of each tool as it begins and ends; what it said before stays', async () => {
    app.agent.script({ kind: 'tools', text: 'Let me see.', calls: [add(1, 1, 'one'), add(2, 2, 'two')] });

    const all = await allFrames(await app.post('Add up'));

    expect(typesOf(all)).toEqual([
      'turn.created',
      'turn.started',
      ...['message.delta', 'tool.started', 'tool.completed', 'message.delta'],
      'message.completed',
      'turn.completed',
    ]);
    expect(all.filter(({ type }) => type.startsWith('tool.')).map(({ data }) => data)).toEqual([
      { id: 'one', name: 'shop__add', arguments: '{"a":1,"b":1}' },
      { id: 'two', name: 'shop__add', arguments: '{"a":2,"b":2}' },
      { tool_call_id: 'one', content: '2', is_error: false },
      { tool_call_id: 'two', content: '4', is_error: false },
    ]);
    expect(textOf(all)).toBe('Let me see.\n\nEcho: 4');
    expect(all.at(-2)?.data).toMatchObject({ response: 'Let me see.\n\nEcho: 4' });
  });

  it.each<CallForm>(['pieces', 'unnumbered', 'all-zero', 'repeated'])(
    'is understood where the calls come %s',
    async (form) => {
      app.agent.script({ kind: 'tools', form, calls: [add(1, 1, 'one'), add(2, 2, 'two')] });

      const all = await allFrames(await app.post('Add up'));

      const results = all.filter(({ type }) => type === 'tool.completed').map(({ data }) => data['content']);
      expect(results).toEqual(['2', '4']);
    },
  );
});

describe('what a tool says and nobody may hear', () => {
  it('is told to the model, and to nobody else', async () => {
    app.agent.script(
      { kind: 'tools', calls: [toolCall('shop__secret', { why: KEY })] },
      { kind: 'text', text: 'Done.' },
    );

    const all = await allFrames(await app.post('What is the key?'));

    expect((await app.agent.arrival(2)).body.messages.at(-1)?.content).toBe(`The key is ${KEY}.`);
    expect(JSON.stringify(all)).not.toContain(KEY);
    expect(await answerOf(client, all)).toMatchObject({
      tool_calls: [{ arguments: '{"why":"[removed]"}' }],
      tool_results: [{ content: 'The key is [removed].' }],
    });
  });

  it('is nothing of our own environment, of which the process sees what everybody may', async () => {
    app.agent.script({ kind: 'tools', calls: [toolCall('shop__environment')] });

    const { body } = await client.chat('What do you see?');

    const names = body.response.replace('Echo: ', '').split(' ');
    const harmless = [
      'HOME',
      'LOGNAME',
      'PATH',
      'SHELL',
      'TERM',
      'USER',
      'TOOL_KEY',
      '__CF_USER_TEXT_ENCODING',
    ];
    expect(names).toContain('TOOL_KEY');
    expect(names.filter((name) => !harmless.includes(name))).toEqual([]);
  });
});
