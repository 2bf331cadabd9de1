import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';
import { mcpServers, type RemoteToolServer, startToolServer, toolCall } from '../support/mcp-servers.js';

const KEY = 'key-of-the-shop-4711';

/** Servers over HTTP that are none. */
const ODD: Record<string, RequestListener> = {
  hung: () => undefined,
  page: (_request, response) => void response.setHeader('content-type', 'text/html').end('<p>It works!</p>'),
  nonsense: (_request, response) =>
    void response.setHeader('content-type', 'application/json').end('{"jsonrpc":'),
  endless: (_request, response) => {
    response.setHeader('content-type', 'application/json');
    const more = setInterval(() => response.write(' '.repeat(1_000_000)), 1);
    response.once('close', () => clearInterval(more));
  },
};

let server: RemoteToolServer;
let odd: Server[];
let app: AgentApp;

beforeAll(async () => {
  server = await startToolServer({ TOOL_KEY: KEY });
  odd = Object.values(ODD).map((listener) => createServer(listener).listen(0, '127.0.0.1'));
  await Promise.all(odd.map((one) => once(one, 'listening')));
  app = await startAgentApp({
    ...mcpServers({
      ...Object.fromEntries(Object.keys(ODD).map((name, n) => [name, { url: urlOf(odd[n]) }])),
      shop: { type: 'http', url: server.url, headers: { Authorization: `Bearer ${KEY}` } },
      locked: { url: server.url },
    }),
    AGENT_TOOL_TIMEOUT_MS: '3000',
    AGENT_TIMEOUT_MS: '20000',
  });
  await eventually(async () => ((await namesOffered(app)).includes('shop__add') ? true : null));
});
beforeEach(() => app.agent.reset());
afterAll(async () => {
  await app.stop();
  await server.stop();
  for (const one of odd) one.closeAllConnections();
  for (const one of odd) one.close();
});

const urlOf = (one: Server | undefined): string => {
  const address = one?.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
};

/** What the model is offered now. */
async function namesOffered({ agent, client }: AgentApp): Promise<string> {
  agent.reset();
  await client().chat('Hello');
  return JSON.stringify((await agent.arrival(1)).body['tools'] ?? []);
}

describe('an MCP server over Streamable HTTP', () => {
  it('is asked with the headers of its setting, and its tools answer', async () => {
    app.agent.script({ kind: 'tools', calls: [toolCall('shop__add', { a: 2, b: 40 })] });

    const { body } = await app.client().chat('How much is 2 and 40?');

    expect(body.response).toBe('Echo: 42');
  });

  it('is not offered where it refuses us, hangs, is something else, or talks without end', async () => {
    const offered = await namesOffered(app);

    expect(offered).toContain('shop__add');
    expect(offered).not.toMatch(/(?:locked|hung|page|nonsense|endless)__/);
  });

  it('is used again after it was away, and is no failure of a turn in between', async () => {
    const asks = { kind: 'tools', calls: [toolCall('shop__process')] } as const;
    app.agent.script(asks);
    const before = (await app.client().chat('Who are you?')).body.response;
    await server.restart();
    app.agent.script(asks, asks);

    const { body } = await app.client().chat('And now?');

    expect(body.response).toMatch(/^Echo: \d+$/);
    expect(body.response).not.toBe(before);
  });
});
