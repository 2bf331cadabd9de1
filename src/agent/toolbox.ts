import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import type { Deadline } from './deadline.js';
import { McpServerClient } from './mcp-server.client.js';
import { ToolOffer } from './tool-offer.js';

/** The tools of all servers that AGENT_MCP_SERVERS names. */
@Injectable()
export class Toolbox implements OnApplicationShutdown {
  private readonly servers: readonly McpServerClient[];
  private readonly timeoutMs: number;
  private readonly logger = new Logger(Toolbox.name);
  private hasToldTooMany = false;

  constructor({ agent }: Settings) {
    const isOff = agent.baseUrl === null || agent.maxToolRounds === 0;
    const servers = Object.entries(isOff ? {} : (agent.mcpServers ?? {}));
    this.servers = servers.map(([name, server]) => new McpServerClient(name, server));
    this.timeoutMs = agent.toolTimeoutMs;
  }

  get isUsed(): boolean {
    return this.servers.length > 0;
  }

  /** False while one of the servers is known to be away. */
  get isWell(): boolean {
    return this.servers.every((server) => !server.isAway);
  }

  /**
   * What the servers have now, in the order of the setting; of one that is away, nothing. Takes up to
   * AGENT_TOOL_TIMEOUT_MS, and never more than half of what is left to the run.
   * @throws the reason of the deadline's signal
   */
  async offer(deadline: Deadline): Promise<ToolOffer> {
    const patienceMs = Math.min(this.timeoutMs, deadline.remainingMs() / 2);
    const served = await Promise.all(
      this.servers.map(async (server) => {
        const tools = await server.tools(patienceMs, deadline.signal);
        return tools.map((tool) => ({ server, tool }));
      }),
    );
    return new ToolOffer(served.flat(), { timeoutMs: this.timeoutMs, tooMany: () => this.tellTooMany() });
  }

  private tellTooMany(): void {
    if (this.hasToldTooMany) return;
    this.hasToldTooMany = true;
    this.logger.warn('Some tools are not offered: they take more than half of AGENT_MAX_CONTEXT_TOKENS');
  }

  /** Ends every connection, and the processes behind them. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
  }
}
