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

/** The events of a turn that has ended, in the order in which they happened. */
export function turnEvents(
  turn: OpenTurn,
  outcome: TurnOutcome,
  requestId: string | null,
): ObservabilityEvent[] {
  const { conversationId, platform, owner } = turn;
  const facts = { requestId, conversationId, platform, owner };
  if (outcome.state === 'failed') {
    return [{ type: 'turn_failed', ...facts, latencyMs: null, errorCode: outcome.errorCode }];
  }
  if (outcome.state !== 'answered') return [];
  const { intent, language, timing, usage, cost } = told.parse(outcome.answer.metadata);
  return [
    { type: 'intent_classified', ...facts, latencyMs: null, intent, language },
    {
      type: 'response_generated',
      ...facts,
      latencyMs: timing.total_ms,
      agentMs: timing.agent_ms,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cost,
    },
  ];
}
