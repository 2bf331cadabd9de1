import { z } from 'zod';
import { AgentFailedError } from './agent.errors.js';
import type { TokenUsage } from './agent-runner.js';
import type { BoundedText } from './bounded-body.js';
import { EndpointError } from './endpoint.errors.js';
import { type CallPiece, callsSchema, type WrittenCall } from './written-call.js';

/** What an endpoint answered, reduced to what Parley keeps. */
export interface Completion {
  /** May be empty where tools are called. */
  readonly text: string;
  readonly toolCalls: readonly WrittenCall[];
  readonly usage: TokenUsage | null;
  readonly model: string | null;
  readonly isTruncated: boolean;
}

/** A piece of a streamed answer; `usage` and `model` come when the endpoint says them. */
export interface CompletionPiece {
  readonly text: string;
  readonly toolCalls: readonly CallPiece[];
  readonly usage: TokenUsage | null;
  readonly model: string | null;
  readonly isLast: boolean;
  /** True: it is the beginning of something that was too long to be read. */
  readonly isTruncated?: boolean;
}

/** Most tokens that are believed; the column is a PostgreSQL `integer`. */
export const MAX_TOKENS = 2_147_483_647;
const MAX_MODEL_CHARACTERS = 200;

const tokensSchema = z.int().min(0).max(MAX_TOKENS);
const usageSchema = z
  .object({ prompt_tokens: tokensSchema, completion_tokens: tokensSchema })
  .transform((usage) => ({ inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }))
  .nullish()
  .catch(null);
const modelSchema = z.string().max(MAX_MODEL_CHARACTERS).nullish().catch(null);

/** The answer to be read, or calls of tools in its place. */
const messageSchema = z
  .object({ content: z.string().nullish(), tool_calls: callsSchema })
  .check(({ value, issues }) => {
    const isAnswer = typeof value.content === 'string' || value.tool_calls.length > 0;
    if (!isAnswer)
      issues.push({ code: 'invalid_type', expected: 'string', input: value.content, path: ['content'] });
  });

const completionSchema = z.object({
  model: modelSchema,
  usage: usageSchema,
  choices: z.tuple([z.object({ message: messageSchema })], z.unknown()),
});

const pieceSchema = z.object({
  model: modelSchema,
  usage: usageSchema,
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish(), tool_calls: callsSchema }).nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
});

/**
 * Reads the body of a chat completion. Of a body that was cut, the beginning of the answer is kept.
 * @throws AgentFailedError when there is no answer in it
 */
export function parseCompletion(body: BoundedText): Completion {
  if (body.isCut) return parseCutCompletion(body.text);
  const parsed = completionSchema.safeParse(parseJson(body.text));
  if (!parsed.success) throw new AgentFailedError({ cause: new EndpointError(parsed.error) });
  const { choices, usage, model } = parsed.data;
  const { content, tool_calls: toolCalls } = choices[0].message;
  const text = content ?? '';
  return {
    text: toolCalls.length > 0 ? text : nonEmpty(text),
    toolCalls: toolCalls.map(({ id, name, arguments: written }) => ({ id, name, arguments: written })),
    usage: usage ?? null,
    model: model ?? null,
    isTruncated: false,
  };
}

/**
 * Reads one event of a streamed completion.
 * @throws AgentFailedError when it is not one
 */
export function parsePiece(event: unknown): CompletionPiece {
  const parsed = pieceSchema.safeParse(event);
  if (!parsed.success) throw new AgentFailedError({ cause: new EndpointError(parsed.error) });
  const choice = parsed.data.choices[0];
  return {
    text: choice?.delta?.content ?? '',
    toolCalls: choice?.delta?.tool_calls ?? [],
    usage: parsed.data.usage ?? null,
    model: parsed.data.model ?? null,
    isLast: typeof choice?.finish_reason === 'string',
  };
}

/**
 * The text, unless there is nothing to read in it; NUL is nothing, since it can't be stored.
 * @throws AgentFailedError
 */
export function nonEmpty(text: string): string {
  if (text.replaceAll('\0', '').trim() === '')
    throw new AgentFailedError({ cause: new Error('the answer is empty') });
  return text;
}

/** At most `maxCharacters` code points of the text, never half of one. */
export function cutCharacters(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  let characters = 0;
  let end = 0;
  for (const character of text) {
    if (characters === maxCharacters) break;
    characters += 1;
    end += character.length;
  }
  return text.slice(0, end);
}

function parseCutCompletion(text: string): Completion {
  const content = /"content"\s*:\s*"((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)/.exec(text)?.[1];
  if (content === undefined) throw new AgentFailedError({ cause: new Error('the body is too long') });
  const answer = z.string().parse(parseJson(`"${content.replaceAll(/[\u0000-\u001f]/g, ' ')}"`));
  return { text: nonEmpty(answer), toolCalls: [], usage: null, model: null, isTruncated: true };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AgentFailedError({ cause: new EndpointError(error) });
  }
}
