import { askStandIn } from '../support/agent-env.js';
import { ApiClient } from '../support/api.js';
import { cloneDatabase } from '../support/database.js';
import { frames } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { liar, mcpServers, toolCall, toolServer } from '../support/mcp-servers.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { startServer } from '../support/server-process.js';
import type { StreamApp } from '../support/stream-app.js';
import { asks, serversOffered, startToolApp } from '../support/tool-turns.js';

async function isOver(pid: number): Promise<true | null> {
  try {
    process.kill(pid, 0);
    return null;
  } catch {
    return true;
  }
}

describe('a turn that ends while a tool runs', () => {
  let app: StreamApp;

  beforeAll(async () => {
    app = await startToolApp({ shop: toolServer() }, { AGENT_TIMEOUT_MS: '3000' });
  });
  beforeEach(() => void app.meet());
  afterAll(() => app.stop());

  it('fails where its deadline is over, and the question is kept', async () => {
    app.agent.script(asks(toolCall('shop__wait')));
    const client = app.client();

    const { status, body } = await client.failedChat('Wait');

    expect([status, body.error]).toEqual([504, 'agent_timeout']);
    const { messages } = (await client.conversation(body.conversation_id ?? '')).body;
    expect(messages.map(({ content }) => content)).toEqual(['Wait']);
  });

  it('ends at once when its owner cancels it', async () => {
    app.agent.script(asks(toolCall('shop__wait')));
    let cancelled: Promise<Response> | null = null;
    let turnId: unknown;
    const types: string[] = [];
    for await (const { type, data } of frames(await app.post('Wait'))) {
      types.push(type);
      turnId ??= data['turn_id'];
      if (type === 'tool.started') cancelled ??= app.cancel(turnId);
    }

    expect(await (await cancelled)?.json()).toMatchObject({ status: 'cancelled' });
    expect(types).not.toContain('tool.completed');
    expect(app.agent.requests).toHaveLength(1);
  });
});

describe('a tool that never answers', () => {
  let hasty: StreamApp;

  beforeAll(async () => {
    hasty = await startToolApp({ shop: toolServer(), mute: liar('mute') }, { AGENT_TOOL_TIMEOUT_MS: '500' });
  });
  afterAll(() => hasty.stop());

  it('is an error that the model is told after AGENT_TOOL_TIMEOUT_MS', async () => {
    hasty.meet();
    hasty.agent.script(asks(toolCall('shop__wait')));

    const { body } = await hasty.client().chat('Wait');

    expect(body.response).toBe('Echo: Error: the tool took too long.');
  });

  it('is of a server that is started again after three of them', async () => {
    hasty.meet();
    hasty.agent.script(...Array.from({ length: 3 }, () => asks(toolCall('shop__wait', {}, ''))));
    await hasty.client().chat('Wait');

    const started = await eventually(async () => {
      hasty.meet();
      hasty.agent.script(asks(toolCall('shop__add', { a: 1, b: 1 })));
      const { body } = await hasty.client().chat('Add');
      return body.response === 'Echo: 2' ? true : null;
    });

    expect(started).toBe(true);
  });

  it('keeps nobody waiting for a server that never introduces itself', async () => {
    expect(await serversOffered(hasty)).toEqual(['shop']);
  });
});

describe('the processes of servers', () => {
  it.each([
    ['that end when asked to', toolServer(), 'shop__process'],
    ['that do not want to', liar('deaf'), 'shop__ask'],
  ])('%s have ended once Parley has stopped', async (_what, server, tool) => {
    const own = await startToolApp({ shop: server });
    own.agent.script(asks(toolCall(tool)));
    const pid = Number((await own.client().chat('Who are you?')).body.response.replace('Echo: ', ''));

    await own.stop();

    expect(pid).toBeGreaterThan(1);
    expect(await eventually(() => isOver(pid), 5000)).toBe(true);
  });

  it.each<[NodeJS.Signals, object, string, number | null]>([
    ['SIGTERM', toolServer(), 'shop__process', 0],
    ['SIGTERM', liar('deaf'), 'shop__ask', 0],
    ['SIGKILL', toolServer(), 'shop__process', null],
  ])(
    'have ended after a %s for Parley itself',
    async (signal, server, tool, exitCode) => {
      const [database, model] = [await cloneDatabase(), await OpenAiStandIn.start()];
      const env = askStandIn(model, { ...mcpServers({ shop: server }), AGENT_TIMEOUT_MS: '20000' });
      const parley = await startServer({ databaseUrl: database.url, env });
      model.script(asks(toolCall(tool)));
      const { body } = await new ApiClient(parley.url).chat('Who are you?');
      const pid = Number(body.response.replace('Echo: ', ''));

      const { code } = await parley.stop(signal);
      await Promise.all([model.close(), database.drop()]);

      expect([pid > 1, code]).toEqual([true, exitCode]);
      expect(await eventually(() => isOver(pid), 5000)).toBe(true);
    },
    120_000,
  );
});
