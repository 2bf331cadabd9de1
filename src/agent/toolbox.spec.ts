import { loadSettings } from '../config/settings.js';
import { Toolbox } from './toolbox.js';

const servers = { AGENT_MCP_SERVERS: '{"mcpServers":{"shop":{"url":"http://127.0.0.1:1/mcp"}}}' };
const endpoint = { AGENT_BASE_URL: 'http://127.0.0.1:1/v1' };

describe(Toolbox.name, () => {
  it('is used where there are servers, and a model that may use them', () => {
    expect(new Toolbox(loadSettings({ ...servers, ...endpoint })).isUsed).toBe(true);
  });

  it.each([
    ['no servers', endpoint],
    ['no model', servers],
    ['no round', { ...servers, ...endpoint, AGENT_MAX_TOOL_ROUNDS: '0' }],
  ])('is not used where there is %s', (_what, environment) => {
    expect(new Toolbox(loadSettings(environment)).isUsed).toBe(false);
  });
});
