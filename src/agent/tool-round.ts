import type { AgentEvent, ToolCall, ToolResult } from './agent-runner.js';
import { Deadline } from './deadline.js';
import type { ToolOffer } from './tool-offer.js';

/**
 * Lets the tools run at once, and tells of them in the order of the calls. What still runs is ended when the deadline is
 * over, and when nobody listens any more.
 * @throws the reason of the deadline's signal
 */
export async function* useTools(
  calls: readonly ToolCall[],
  { offer, deadline }: { offer: ToolOffer; deadline: Deadline },
): AsyncGenerator<AgentEvent, ToolResult[]> {
  const limit = new Deadline(deadline.signal, deadline.remainingMs());
  const results: ToolResult[] = [];
  try {
    const running = calls.map((call) => offer.run(call, limit.signal));
    for (const run of running) run.catch(() => undefined); // Each is awaited below, unless one before it ends all.
    for (const call of calls) yield { type: 'tool_started', call };
    for (const run of running) {
      const result = await run;
      results.push(result);
      yield { type: 'tool_completed', result };
    }
    return results;
  } finally {
    limit.abandon();
  }
}
