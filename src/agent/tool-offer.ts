import type { Tool } from '@modelcontextprotocol/client';
import type { ToolCall, ToolResult } from './agent-runner.js';
import { cutCharacters } from './chat-completion.js';
import type { ToolDefinition } from './completion-call.js';
import { Deadline } from './deadline.js';
import { McpAnswerError } from './mcp.errors.js';
import type { McpServerClient } from './mcp-server.client.js';
import { argumentsOf, functionName, resultOf } from './tool-call.js';
import { textOfResult } from './tool-content.js';

/** Most tools that a model is offered; OpenAI's API, `tools`. */
const MOST_TOOLS = 128;
/** Longest description of a function; OpenAI's API, `tools.function.description`. */
const MOST_DESCRIPTION_CHARACTERS = 1024;
/** Tools whose arguments take a longer schema than this, as JSON, are not offered. */
const MOST_SCHEMA_CHARACTERS = 16_000;

/** A tool, and the server that has it. */
export interface ServedTool {
  readonly server: McpServerClient;
  readonly tool: Tool;
}

/** The tools of one run: what the model is told of them, and how they are used. */
export class ToolOffer {
  readonly definitions: readonly ToolDefinition[];
  private readonly byName = new Map<string, ServedTool>();

  constructor(
    served: readonly ServedTool[],
    private readonly options: { readonly timeoutMs: number; readonly tooMany: () => void },
  ) {
    for (const one of served.filter(isOfferable).slice(0, MOST_TOOLS)) {
      this.byName.set(this.freeName(functionName(`${one.server.name}__${one.tool.name}`)), one);
    }
    this.definitions = [...this.byName].map(([name, { tool }]) => definitionOf(name, tool));
  }

  /** So many of them, the first ones, were told to the model; the budget had no room for more. */
  foundRoom(count: number): void {
    if (count < this.definitions.length) this.options.tooMany();
  }

  /**
   * Uses the tool. Whatever goes wrong is a result that says so, for the model to make something of.
   * @throws the reason of the signal
   */
  async run(call: ToolCall, signal: AbortSignal): Promise<ToolResult> {
    signal.throwIfAborted();
    const served = this.byName.get(call.name);
    const args = argumentsOf(call.arguments);
    if (!served) return refusal(call, 'there is no tool of this name.');
    if (!args) return refusal(call, 'the arguments are not a JSON object, or too long.');
    const limit = new Deadline(signal, this.options.timeoutMs);
    try {
      const result = await served.server.call(served.tool.name, args, limit);
      return resultOf(call, textOfResult(result), { isError: result.isError === true });
    } catch (error) {
      signal.throwIfAborted();
      return refusal(call, reasonOf(error, limit.signal));
    } finally {
      limit.close();
    }
  }

  /** Two names may become the same where they are cleaned. */
  private freeName(name: string): string {
    let free = name;
    for (let n = 2; this.byName.has(free); n += 1) free = `${name.slice(0, -String(n).length - 1)}_${n}`;
    return free;
  }
}

function isOfferable({ tool }: ServedTool): boolean {
  return JSON.stringify(tool.inputSchema).length <= MOST_SCHEMA_CHARACTERS;
}

function definitionOf(name: string, { description, title, inputSchema }: Tool): ToolDefinition {
  const about = description ?? title ?? '';
  return { name, description: cutCharacters(about, MOST_DESCRIPTION_CHARACTERS), parameters: inputSchema };
}

const refusal = (call: ToolCall, reason: string): ToolResult =>
  resultOf(call, `Error: ${reason}`, { isError: true });

/** What the server itself says of a call is the model's to read; what our own connection says is not. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'the tool took too long.';
  return error instanceof McpAnswerError ? error.message : 'the tool can not be used now.';
}
