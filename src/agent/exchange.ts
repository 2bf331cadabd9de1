import type { ToolCall, ToolResult } from './agent-runner.js';
import type { PromptMessage, PromptToolCall } from './completion-call.js';
import { argumentsOf, shortened } from './tool-call.js';

/** One round of tools: what the model asked for, and what the tools said. */
export interface Exchange {
  /** What the model said beside the calls; may be empty. */
  readonly text: string;
  readonly calls: readonly ToolCall[];
  readonly results: readonly ToolResult[];
}

/**
 * A round as the model is told it: its calls, then one result for each, in the order of the calls. What is half of a pair
 * is left out, since endpoints refuse it; nothing is left of a round without a pair.
 */
export function exchangeMessages({ text, calls, results }: Exchange): PromptMessage[] {
  if (calls.length === 0) return [];
  const pairs = new Map<string, PromptMessage[]>();
  const written: PromptToolCall[] = [];
  for (const call of calls) {
    const result = results.find(({ toolCallId }) => toolCallId === call.id);
    if (!result || pairs.has(call.id)) continue;
    written.push(toPromptCall(call));
    pairs.set(call.id, [{ role: 'tool', content: result.content, tool_call_id: call.id }]);
  }
  if (written.length === 0) return [];
  return [{ role: 'assistant', content: text || null, tool_calls: written }, ...[...pairs.values()].flat()];
}

/** Rounds whose results have at most that many characters each. */
export function shortenedExchanges(exchanges: readonly Exchange[], maxCharacters: number): Exchange[] {
  return exchanges.map(({ results, ...exchange }) => ({
    ...exchange,
    results: results.map((result) => ({ ...result, content: shortened(result.content, maxCharacters) })),
  }));
}

/** Endpoints read the arguments again, and some refuse a whole request for one call that is not JSON. */
function toPromptCall({ id, name, arguments: written }: ToolCall): PromptToolCall {
  return {
    id,
    type: 'function',
    function: { name, arguments: argumentsOf(written) === null ? '{}' : written || '{}' },
  };
}
