import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSettingsError, loadSettings } from './settings.js';

const load = (value: string) => loadSettings({ AGENT_MCP_SERVERS: value }).agent.mcpServers;
const servers = (all: object): string => JSON.stringify({ mcpServers: all });

describe('AGENT_MCP_SERVERS', () => {
  it('takes servers to start and servers to ask, as other clients do', () => {
    const read = load(
      servers({
        files: { command: 'npx', args: ['-y', 'server-files', '/data'], env: { API_KEY: 'k' }, cwd: '/srv' },
        'a-1_b': { type: 'stdio', command: 'node' },
        shop: { type: 'http', url: 'https://shop.example/mcp', headers: { Authorization: 'Bearer k' } },
        plain: { url: 'http://127.0.0.1:1/mcp' },
      }),
    );

    expect(read).toEqual({
      files: {
        kind: 'local',
        command: 'npx',
        args: ['-y', 'server-files', '/data'],
        env: { API_KEY: 'k' },
        cwd: '/srv',
      },
      'a-1_b': { kind: 'local', command: 'node', args: [], env: {}, cwd: null },
      shop: { kind: 'remote', url: 'https://shop.example/mcp', headers: { Authorization: 'Bearer k' } },
      plain: { kind: 'remote', url: 'http://127.0.0.1:1/mcp', headers: {} },
    });
  });

  it('takes the path of a file that says so, and nothing at all', () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-settings-'));
    const file = join(folder, 'mcp.json');
    writeFileSync(file, servers({ shop: { url: 'http://127.0.0.1:1/mcp' } }));

    const read = load(file);
    rmSync(folder, { recursive: true });

    expect(read).toHaveProperty('shop');
    expect(load('')).toBeNull();
  });

  it.each<[string, string, string]>([
    ['what is no JSON', '{leaked', 'it is not JSON'],
    ['a file that is not there', '/leaked/mcp.json', "the file can't be read"],
    ['servers without their frame', JSON.stringify({ leaked: { command: 'a' } }), 'mcpServers is missing'],
    [
      'a name that is none',
      servers({ 'Leaked!': { command: 'a' } }),
      'mcpServers has a key that nobody knows',
    ],
    ['a name that is too long', servers({ ['leaked'.repeat(6)]: { command: 'a' } }), 'mcpServers has a key'],
    ['a server that is neither', servers({ shop: {} }), 'mcpServers.shop needs either command or url'],
    [
      'one that is both',
      servers({ shop: { command: 'leaked', url: 'http://a' } }),
      'needs either command or url',
    ],
    [
      'a key that is none',
      servers({ shop: { command: 'a', leaked: 1 } }),
      'mcpServers.shop has a key that nobody knows',
    ],
    ['headers of a process', servers({ shop: { command: 'a', headers: {} } }), 'has a key of the other kind'],
    [
      'arguments of a URL',
      servers({ shop: { url: 'http://a', args: ['leaked'] } }),
      'has a key of the other kind',
    ],
    ['a URL of another scheme', servers({ shop: { url: 'ftp://leaked' } }), 'mcpServers.shop.url is no URL'],
    [
      'a URL with a password',
      servers({ shop: { url: 'http://u:leaked@a' } }),
      'mcpServers.shop.url is no URL',
    ],
    [
      'a header that can not be sent',
      servers({ shop: { url: 'http://a', headers: { A: 'leaked\n', 'x y': 'leaked' } } }),
      'mcpServers.shop.headers has one that can not be sent',
    ],
    [
      'an argument that is none',
      servers({ shop: { command: 'a', args: ['leaked', 7] } }),
      'mcpServers.shop.args[1] is',
    ],
  ])('with %s refuses the start, says where, and says no value', (_what, value, flaw) => {
    const start = (): unknown => load(value);

    expect(start).toThrow(BadSettingsError);
    expect(start).toThrow(/AGENT_MCP_SERVERS: /);
    expect(start).toThrow(flaw);
    expect(start).not.toThrow(/leaked/i);
  });
});
