import { askStandIn } from '../support/agent-env.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { type LoggedApp, startLoggedApp } from '../support/logged-app.js';
import { deadServer, liar, mcpServers, toolCall, toolServer } from '../support/mcp-servers.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

const KEY = 'key-of-the-shop-4711';
const SECRET = 'hunter2 is my password';

let model: OpenAiStandIn;
let app: LoggedApp;
let client: ApiClient;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
  app = await startLoggedApp({
    ...askStandIn(model, {
      ...mcpServers({
        shop: toolServer({ TOOL_KEY: KEY }),
        complains: liar('complains', { TOOL_KEY: KEY }),
        missing: { command: 'no-such-program-anywhere', args: ['--key', KEY] },
        dead: { ...(await deadServer()), headers: { Authorization: `Bearer ${KEY}` } },
      }),
      AGENT_TIMEOUT_MS: '20000',
    }),
    LOG_LEVEL: 'debug',
  });
  client = new ApiClient(app.url);
});
beforeEach(() => model.reset());
afterAll(async () => {
  await app.stop();
  await model.close();
});

const said = (level: string, pattern: RegExp): string[] =>
  app.log
    .all()
    .filter((line) => line['level'] === level)
    .map((line) => String(line['msg']))
    .filter((text) => pattern.test(text));

describe('the log of tools', () => {
  it('tells once of each server that is away, and why, without a secret', async () => {
    for (let turn = 0; turn < 3; turn += 1) await client.chat('Hello');
    const failed = await eventually(async () => {
      const lines = said('warn', /^MCP server/);
      return lines.length >= 3 ? lines : null;
    });

    expect(failed.sort()).toEqual([
      expect.stringMatching(/^MCP server complains failed: SdkError CONNECTION_CLOSED$/),
      expect.stringMatching(/^MCP server dead failed: \w+ [\w ]+$/),
      expect.stringMatching(/^MCP server missing failed: \w+ ENOENT$/),
    ]);
    expect(said('debug', /^MCP server complains says/)[0]).toContain('TOOL_KEY=[…] does not fit');
    expect(app.log.raw()).not.toContain(KEY);
  });

  it('has no word of what a tool was asked, and of what it said', async () => {
    model.script({
      kind: 'tools',
      calls: [toolCall('shop__secret', { why: SECRET }), toolCall('shop__none', { SECRET })],
    });
    model.script({ kind: 'tools', calls: [toolCall('shop__fail'), toolCall('shop__add', { a: SECRET })] });

    const { status } = await client.chat(SECRET);

    expect(status).toBe(200);
    expect(app.log.raw()).not.toMatch(/hunter2|password|shelf/);
    expect(app.log.raw()).not.toContain(KEY);
  });
});
