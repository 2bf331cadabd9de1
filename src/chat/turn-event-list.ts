import { z } from 'zod';
import type { ObservabilityEvent } from '../observability/observability.events.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';

/** What the events tell of an answer, read from its stored metadata. */
const told = z.object({
  intent: z.string(),
  language: z.string(),
  timing: z.object({ total_ms: z.number(), agent_ms: z.number() }),
  usage: z.object({ input_tokens: z.number().nullable(), output_tokens: z.number().nullable() }),
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
});

/** The events of a turn that has ended, in the order in which they happened. `runMs`: from its run to its stored end. */
export function turnEvents(
  turn: OpenTurn,
  { outcome, runMs }: { outcome: TurnOutcome; runMs: number },
): ObservabilityEvent[] {
  const { requestId, conversationId, platform, owner, queueMs } = turn;
  const facts = { requestId, conversationId, platform, owner };
  if (outcome.state === 'failed') {
    const { errorCode } = outcome;
    return [{ type: 'turn_failed', ...facts, latencyMs: queueMs + runMs, queueMs, errorCode }];
  }
  if (outcome.state !== 'answered') return [];
  const { intent, language, timing, usage, cost } = told.parse(outcome.answer.metadata);
  return [
    { type: 'intent_classified', ...facts, latencyMs: null, intent, language },
    {
      type: 'response_generated',
      ...facts,
      latencyMs: timing.total_ms,
      queueMs,
      agentMs: timing.agent_ms,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cost,
    },
  ];
}
