import type { Transport } from '@modelcontextprotocol/client';
import type { LocalMcpServer, McpServer, RemoteMcpServer } from '../config/mcp-servers.js';
import { limitedFetch } from './bounded-body.js';
import { McpChild } from './mcp-child.js';

/** Longest message of a server, and longest answer over HTTP, in bytes. */
const MOST_BYTES = 8_388_608;

/** A way to a server, and how to leave nothing of it behind. */
export interface McpTransport {
  readonly transport: Transport;
  /** What the server's process has written to its standard error; once this was called, nothing more is kept of it. */
  complaint(): string;
  /** Ends the server's process in any case; call it as the transport is closed. */
  end(): Promise<void>;
}

/** Makes the way to a server, without going it. The SDK is loaded for the first. */
export async function transportTo(server: McpServer): Promise<McpTransport> {
  return server.kind === 'local' ? local(server) : remote(server);
}

async function remote({ url, headers }: RemoteMcpServer): Promise<McpTransport> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers },
    fetch: limitedFetch(MOST_BYTES),
  });
  return { transport, complaint: () => '', end: () => Promise.resolve() };
}

/** The process sees PATH, HOME, LOGNAME, SHELL, TERM and USER of our environment, and what its setting gives it. */
async function local({ command, args, env, cwd }: LocalMcpServer): Promise<McpTransport> {
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env: { ...env },
    ...(cwd !== null && { cwd }),
    stderr: 'pipe',
    maxBufferSize: MOST_BYTES,
  });
  const child = new McpChild();
  const start = transport.start.bind(transport);
  // The SDK forgets the number of the process as soon as it begins to close the transport, which it also does by itself.
  transport.start = async () => {
    await start();
    child.started(transport.pid);
  };
  transport.onclose = () => child.hasEnded();
  transport.stderr?.on('data', (chunk: unknown) => child.complains(String(chunk)));
  return {
    transport,
    complaint: () => withoutValues(child.complaint(), Object.values(env)),
    end: () => child.end(),
  };
}

/** What the setting gives the process may be secret. */
function withoutValues(text: string, values: readonly string[]): string {
  return values
    .filter((value) => value.length > 3)
    .reduce((rest, value) => rest.replaceAll(value, '[…]'), text);
}
