import { Logger } from '@nestjs/common';
import type { CallToolResult, Tool } from '@modelcontextprotocol/client';
import type { McpServer } from '../config/mcp-servers.js';
import { AgentTimeoutError } from './agent.errors.js';
import { Deadline } from './deadline.js';
import { EndpointError } from './endpoint.errors.js';
import { McpConnection } from './mcp-connection.js';
import { McpAnswerError, McpConnectionError, McpServerRestsError } from './mcp.errors.js';

/** First pause after a failure that follows another, in ms; it doubles with each. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A connection that has held for so long has made good for failures before it, in ms. */
const MADE_GOOD_MS = 60_000;
/** Calls in a row without an answer in time after which the server is taken for hung. */
const TIMEOUTS_TO_RESTART = 3;

/** A connection, or the attempt to make one. */
interface Session {
  readonly sinceMs: number;
  readonly connection: Promise<McpConnection>;
  tools: Promise<readonly Tool[]>;
  toolsSinceMs: number;
}

/**
 * One MCP server: connected to at its first use, again at the next use after it was lost, and with growing pauses while
 * that fails. The first to use it wait for it; once it has failed twice in a row nobody does.
 */
export class McpServerClient {
  private readonly logger = new Logger(McpServerClient.name);
  private session: Session | null = null;
  private failures = 0;
  private timeouts = 0;
  private restsUntilMs = 0;
  private hasFailed = false;
  /** Connections that are being closed. */
  private readonly endings = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    readonly name: string,
    private readonly server: McpServer,
  ) {}

  /** True from a failure, which was logged, until it answers again. */
  get isAway(): boolean {
    return this.hasFailed;
  }

  /** Its tools; none where it does not tell them within `patienceMs` of being asked. @throws the signal's reason */
  async tools(patienceMs: number, signal: AbortSignal): Promise<readonly Tool[]> {
    const session = this.open();
    if (!session) return [];
    const waitMs = this.failures > 1 ? 0 : session.toolsSinceMs + patienceMs - performance.now();
    const limit = new Deadline(signal, Math.max(0, waitMs));
    try {
      return await limit.within(session.tools);
    } catch {
      signal.throwIfAborted();
      return []; // It is too slow, or has failed, which the log says.
    } finally {
      limit.close();
    }
  }

  /** @throws McpServerRestsError, McpConnectionError, McpAnswerError, the SDK's errors, or the reason of the signal */
  async call(tool: string, args: Record<string, unknown>, limit: Deadline): Promise<CallToolResult> {
    const session = this.open();
    if (!session) throw new McpServerRestsError();
    const connection = await limit.within(session.connection);
    try {
      const result = await limit.within(connection.call(tool, args, limit.signal));
      this.failures = 0;
      this.timeouts = 0;
      return result;
    } catch (error) {
      this.judge(session, error, limit.signal);
      throw error;
    }
  }

  /** Ends the connection, and the process behind it; there is no next one. */
  async close(): Promise<void> {
    const { session } = this;
    this.session = null;
    this.closing.abort();
    if (session) this.end(session);
    await Promise.all(this.endings);
  }

  private open(): Session | null {
    if (this.session) return this.session;
    if (this.closing.signal.aborted || performance.now() < this.restsUntilMs) return null;
    const listener = {
      toolsChanged: () => this.list(session),
      closed: () => this.lose(session, new Error('closed')),
    };
    const connection = McpConnection.open(this.server, listener, this.closing.signal);
    const sinceMs = performance.now();
    const session: Session = { sinceMs, connection, tools: Promise.resolve([]), toolsSinceMs: sinceMs };
    this.session = session;
    this.list(session);
    return session;
  }

  private list(session: Session): void {
    session.tools = session.connection.then((connection) => connection.tools());
    session.toolsSinceMs = performance.now();
    session.tools.then(
      () => this.hasAnswered(),
      (error: unknown) => this.lose(session, error),
    );
  }

  private hasAnswered(): void {
    if (this.hasFailed) this.logger.log(`MCP server ${this.name} answers again`);
    this.hasFailed = false;
  }

  /** Of an answer that is an error the connection is none the worse; a call that takes too long may be the tool's fault. */
  private judge(session: Session, error: unknown, signal: AbortSignal): void {
    if (error instanceof McpAnswerError) return;
    if (signal.aborted && !(signal.reason instanceof AgentTimeoutError)) return; // Nobody wants it any more.
    if (signal.aborted && ++this.timeouts < TIMEOUTS_TO_RESTART) return;
    this.lose(session, error);
  }

  private lose(session: Session, error: unknown): void {
    if (this.session !== session) return;
    this.session = null;
    this.timeouts = 0;
    const hasMadeGood = performance.now() - session.sinceMs > MADE_GOOD_MS;
    this.failures = hasMadeGood ? 1 : this.failures + 1;
    const pauseMs =
      this.failures < 2 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.failures - 2), LONGEST_PAUSE_MS);
    this.restsUntilMs = performance.now() + pauseMs;
    this.end(session);
    this.tell(error);
  }

  private end({ connection }: Session): void {
    const ending = connection
      .then((open) => open.close())
      .catch(() => undefined) // It was never open, and nothing is left of it.
      .finally(() => this.endings.delete(ending));
    this.endings.add(ending);
  }

  /** The first failure is told; of a server that stays away the log would be full. */
  private tell(error: unknown): void {
    const cause = error instanceof McpConnectionError ? error.cause : error;
    const complaint = error instanceof McpConnectionError ? error.complaint : '';
    if (!this.hasFailed)
      this.logger.warn(`MCP server ${this.name} failed: ${new EndpointError(cause).message}`);
    this.hasFailed = true;
    if (complaint !== '') this.logger.debug(`MCP server ${this.name} says: ${complaint}`);
  }
}
