import type { ApiClient, MessageBody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { deadServer, liar, mcpServers, toolCall, toolServer } from '../support/mcp-servers.js';
import type { ScriptedCall } from '../support/stand-in-tools.js';
import { startStreamApp, type StreamApp } from '../support/stream-app.js';
import { asks, namesOffered, serversOffered } from '../support/tool-turns.js';

const LIARS = ['other-version', 'nonsense', 'no-list', 'no-schema'] as const;
/** Those whose tools can be asked for. */
const HONEST = ['blocks', 'chatty', 'garden', 'result', 'shop'];
const NO_RESULT = 'Error: what the tool said is no result.';
const AWAY = 'Error: the tool can not be used now.';

let app: StreamApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startStreamApp({
    ...mcpServers({
      shop: toolServer(),
      garden: toolServer(),
      chatty: liar('chatty'),
      result: liar('no-result'),
      blocks: liar('other-blocks'),
      missing: { command: 'no-such-program-anywhere' },
      dead: await deadServer(),
      ...Object.fromEntries(LIARS.map((way) => [way, liar(way)])),
    }),
    AGENT_TIMEOUT_MS: '20000',
  });
  await eventually(async () => ((await serversOffered(app)).length === HONEST.length ? true : null));
});
beforeEach(() => {
  client = app.client(app.meet());
});
afterAll(() => app.stop());

/** The answer of a turn in which the model asks for these, and then echoes what it is told. */
async function answerTo(...calls: ScriptedCall[]): Promise<MessageBody | undefined> {
  app.agent.script(asks(...calls));
  const { body } = await client.chat('Use it');
  return (await client.conversation(body.conversation_id)).body.messages.at(-1);
}

describe('a tool that goes wrong', () => {
  it.each<[string, ScriptedCall, string]>([
    ['throws', toolCall('shop__throw'), 'no such shelf'],
    ['says that it failed', toolCall('shop__fail'), 'the shelf is empty'],
    ['takes its server with it', toolCall('shop__die'), AWAY],
    ['answers with what is no result', toolCall('result__ask'), NO_RESULT],
    ['answers with blocks that nobody knows', toolCall('blocks__ask'), NO_RESULT],
    ['does not like its arguments', toolCall('shop__add', { a: 'one' }), 'Invalid arguments for tool add'],
    ['is none', toolCall('shop__subtract'), 'Error: there is no tool of this name.'],
    ['is of no server', toolCall('list'), 'Error: there is no tool of this name.'],
    ['has no name', { name: '', arguments: '{}' }, 'Error: there is no tool of this name.'],
    [
      'was given arguments that are no JSON',
      { name: 'shop__add', arguments: '{"a":' },
      'Error: the arguments are not a JSON object, or too long.',
    ],
    [
      'was given arguments that are no object',
      { name: 'shop__add', arguments: '[1,2]' },
      'Error: the arguments are not a JSON object, or too long.',
    ],
    [
      'was given arguments without end',
      toolCall('shop__add', { a: 'x'.repeat(20_000) }),
      'Error: the arguments are not a JSON object, or too long.',
    ],
  ])(
    'is an error that the model is told, and no failure of the turn: one that %s',
    async (_what, call, said) => {
      const answer = await answerTo(call);

      expect(answer?.tool_results).toEqual([
        { tool_call_id: expect.any(String), content: expect.stringContaining(said), is_error: true },
      ]);
      expect(answer?.content).toContain(said);
      const sent = app.agent.requests[1]?.body.messages.at(-2)?.['tool_calls'];
      expect(() => JSON.parse(String(Object([sent].flat()[0]).function.arguments))).not.toThrow();
    },
  );

  it.each<[string, ScriptedCall, RegExp]>([
    ['too much', toolCall('shop__huge'), /^x{16000}\n\[cut here, it goes on\]$/],
    ['nothing', toolCall('shop__silent'), /^\(nothing\)$/],
    ['what is no text', toolCall('shop__picture'), /^\[image, image\/png\]$/],
    ['something, and what is no message besides', toolCall('chatty__ask'), /^\d+$/],
  ])('is told as text where it says %s', async (_what, call, told) => {
    const answer = await answerTo(call);

    expect(answer?.tool_results).toEqual([
      { tool_call_id: call.id, content: expect.stringMatching(told), is_error: false },
    ]);
  });

  it('keeps no other from its answer', async () => {
    const answer = await answerTo(
      toolCall('shop__fail'),
      toolCall('shop__add', { a: 1, b: 2 }),
      toolCall('none'),
    );

    expect(answer?.tool_results?.map(({ is_error }) => is_error)).toEqual([true, false, true]);
    expect(answer?.tool_results?.[1]?.content).toBe('3');
  });

  it('has one in eight heard where the model asks for more', async () => {
    const calls = Array.from({ length: 20 }, (_, n) => toolCall('shop__add', { a: n, b: 0 }, `call_${n}`));

    expect((await answerTo(...calls))?.tool_results).toHaveLength(8);
  });
});

describe('a server that dies', () => {
  it('is started again at its next use', async () => {
    const before = await answerTo(toolCall('shop__process'));
    await answerTo(toolCall('shop__die'));

    const after = await answerTo(toolCall('shop__process'));

    expect(after?.tool_results?.[0]?.is_error).toBe(false);
    expect(after?.content).not.toBe(before?.content);
  });

  it('is started again in the same turn', async () => {
    app.agent.script(asks(toolCall('shop__die')), asks(toolCall('shop__add', { a: 4, b: 4 })));

    expect((await client.chat('Use them')).body.response).toBe('Echo: 8');
  });
});

describe('a server whose tools change', () => {
  it('has the new ones offered with the next question', async () => {
    await answerTo(toolCall('garden__grow'));

    const offered = await eventually(async () => {
      await client.chat('What now?');
      const names = namesOffered(await app.agent.arrival(app.agent.requests.length));
      return names.includes('garden__sing') ? names : null;
    });

    expect(offered).toContain('garden__add');
  });
});

describe('servers that are away, or lie about their tools', () => {
  it('are not offered, and the others are', async () => {
    expect(await serversOffered(app)).toEqual(HONEST);
  });
});

describe('GET /health', () => {
  it('says that tools are away, and is well all the same', async () => {
    const { status, body } = await client.call<object>('/health');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      checks: { tools: { status: 'degraded' }, agent: { status: 'ok' } },
    });
  });
});
