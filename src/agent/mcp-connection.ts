import type { CallToolResult, Client, Tool } from '@modelcontextprotocol/client';
import type { McpServer } from '../config/mcp-servers.js';
import { Deadline } from './deadline.js';
import { McpAnswerError, McpConnectionError } from './mcp.errors.js';
import { type McpTransport, transportTo } from './mcp-transport.js';

/** Longest wait for a server to start and to introduce itself, in ms; `npx` may have to download it. */
const CONNECT_MS = 30_000;
/** Pages of tools that are read of one server. */
const MOST_PAGES = 16;
/** The caller's signal ends a call; the SDK's own limit only has to lie behind it, in ms. */
const BEHIND_SIGNAL_MS = 600_000;

/** Is told of what a server does of itself. */
export interface McpListener {
  toolsChanged(): void;
  closed(): void;
}

/** A session with a server, by the official SDK. */
export class McpConnection {
  private constructor(
    private readonly client: Client,
    private readonly way: McpTransport,
  ) {}

  /** @throws McpConnectionError, when the signal aborts too; nothing is left running then */
  static async open(server: McpServer, listener: McpListener, signal: AbortSignal): Promise<McpConnection> {
    const { Client } = await import('@modelcontextprotocol/client');
    const way = await transportTo(server);
    const client = new Client(
      { name: 'parley', version: '1' },
      {
        // Over HTTP a question tells which protocol is spoken; for a process that would be a second process.
        versionNegotiation: { mode: server.kind === 'remote' ? 'auto' : 'legacy' },
        listMaxPages: MOST_PAGES,
        listChanged: {
          tools: { autoRefresh: false, onChanged: () => listener.toolsChanged() },
        },
      },
    );
    const connection = new McpConnection(client, way);
    const limit = new Deadline(signal, CONNECT_MS);
    try {
      // The SDK's own signal and time do not end its question which protocol is spoken.
      await limit.within(client.connect(way.transport, { timeout: CONNECT_MS, signal }));
      client.onclose = () => listener.closed();
      way.complaint();
      return connection;
    } catch (error) {
      await connection.close();
      throw new McpConnectionError(error, way.complaint());
    } finally {
      limit.close();
    }
  }

  /** Without the SDK's cache, which would compile and run the schemas of the server's answers: theirs may be hostile. */
  async tools(): Promise<readonly Tool[]> {
    if (!this.client.getServerCapabilities()?.tools) return []; // The SDK would say so on our standard output.
    const { tools } = await this.client.listTools(undefined, { cacheMode: 'bypass', timeout: CONNECT_MS });
    return tools;
  }

  /** @throws McpAnswerError, or the SDK's error where there was no answer */
  async call(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<CallToolResult> {
    try {
      return await this.client.callTool({ name, arguments: args }, { signal, timeout: BEHIND_SIGNAL_MS });
    } catch (error) {
      throw await asAnswer(error);
    }
  }

  /** Comes back once the server's process has ended. */
  async close(): Promise<void> {
    const closed = this.client.close().catch(() => undefined); // It is gone either way.
    await this.way.end();
    await closed;
  }
}

/** The error as an answer, where it is one. */
async function asAnswer(error: unknown): Promise<unknown> {
  const { ProtocolError, SdkError, SdkErrorCode } = await import('@modelcontextprotocol/client');
  if (error instanceof ProtocolError) return new McpAnswerError(error.message);
  const isNoResult = error instanceof SdkError && error.code === SdkErrorCode.InvalidResult;
  return isNoResult ? new McpAnswerError('what the tool said is no result.') : error;
}
