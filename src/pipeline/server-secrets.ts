import type { McpServers } from '../config/mcp-servers.js';

/** Names of variables whose values are secret; others hold folders and addresses, which answers may name. */
const SECRET_NAME = /key|token|secret|passw|credential|auth/i;

/** What the settings of the servers hold that no answer may say: secret variables, and headers word by word. */
export function serverSecrets(servers: McpServers): string[] {
  return Object.values(servers).flatMap((server) => {
    if (server.kind === 'remote') return Object.values(server.headers).flatMap((value) => value.split(/\s+/));
    return Object.entries(server.env).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []));
  });
}
