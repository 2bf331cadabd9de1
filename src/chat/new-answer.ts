import { newId } from '../database/new-id.js';
import { type PipelineResult, STAGES } from '../pipeline/pipeline-context.js';
import { storableJson, storableText } from '../database/storable-json.js';
import { CANCELLED, type NewAnswer, type OpenTurn } from './turn-line.js';

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
      sources: shownSources(result.sources),
      timing: {
        total_ms: Math.round(turn.queueMs + runMs),
        queue_ms: Math.round(turn.queueMs),
        agent_ms: Math.round(result.stageMs['agent'] ?? 0),
        stages_ms: Object.fromEntries(
          STAGES.map((stage) => [stage, toHundredths(result.stageMs[stage] ?? 0)]),
        ),
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

/** Its part of a statement's values, in order: $7 to $15 of `COMPLETE`, $6 to $14 of `REPLACE`. */
export const answerValues = (answer: NewAnswer): unknown[] => [
  answer.messageId,
  answer.content,
  storableJson(answer.metadata),
  answer.toolCalls && storableJson(answer.toolCalls),
  answer.toolResults && storableJson(answer.toolResults),
  answer.usage?.inputTokens,
  answer.usage?.outputTokens,
  answer.cost?.amount,
  answer.cost?.currency,
];

const toHundredths = (ms: number): number => Math.round(ms * 100) / 100;

/** What the answer rests on, as it is shown. */
export const shownSources = (sources: PipelineResult['sources']): object[] =>
  sources.map(({ title, url, snippet, score }) => ({ title, ...(url && { url }), snippet, score }));

/** An answer that the agent was not needed for: it is shown to the person, and never told to the agent. */
export function asideAnswer(turn: OpenTurn, content: string): NewAnswer {
  return bareAnswer(turn, content, { aside: true });
}

/** What had been said of an answer when its owner ended the turn. */
export function partialAnswer(turn: OpenTurn, content: string): NewAnswer {
  return bareAnswer(turn, content, { finish_reason: CANCELLED });
}

function bareAnswer(turn: OpenTurn, content: string, more: NewAnswer['metadata']): NewAnswer {
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
  return { ...answer, metadata: { ...answer.metadata, ...more } };
}
