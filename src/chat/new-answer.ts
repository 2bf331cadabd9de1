import { newId } from '../database/new-id.js';
import type { PipelineResult } from '../pipeline/pipeline-context.js';
import { storableText } from './storable-json.js';
import type { NewAnswer, OpenTurn } from './turn-line.js';

/** The answer as it is stored and sent. `runMs`: time since the run began. Its metadata is the ChatResponse's. */
export function newAnswer(turn: OpenTurn, result: PipelineResult, runMs: number): NewAnswer {
  return {
    messageId: newId(),
    content: storableText(result.finalResponse),
    toolCalls: result.toolCalls.length > 0 ? result.toolCalls : null,
    toolResults: result.toolResults.length > 0 ? result.toolResults : null,
    usage: result.usage,
    cost: result.cost,
    metadata: {
      intent: result.intent,
      language: result.language,
      sources: result.sources.map(({ title, url, snippet, score }) => ({
        title,
        ...(url && { url }),
        snippet,
        score,
      })),
      timing: {
        total_ms: Math.round(turn.queueMs + runMs),
        queue_ms: Math.round(turn.queueMs),
        agent_ms: Math.round(result.stageMs['agent'] ?? 0),
      },
      usage: {
        input_tokens: result.usage?.inputTokens ?? null,
        output_tokens: result.usage?.outputTokens ?? null,
      },
      cost: result.cost,
      model: result.model,
      turn_id: turn.turnId,
      ...(result.isTruncated && { truncated: true }),
      ...(result.isFlagged && { flagged: true }),
    },
  };
}

/** An answer that the agent was not needed for: it is shown to the person, and never told to the agent. */
export function asideAnswer(turn: OpenTurn, content: string): NewAnswer {
  const nothing = { sources: [], usage: null, cost: null, model: null, toolCalls: [], toolResults: [] };
  const result: PipelineResult = {
    ...nothing,
    finalResponse: content,
    intent: 'other',
    language: turn.callerLanguage ?? 'en',
    isTruncated: false,
    isFlagged: false,
    stageMs: {},
  };
  const answer = newAnswer(turn, result, 0);
  return { ...answer, metadata: { ...answer.metadata, aside: true } };
}
