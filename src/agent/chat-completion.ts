import { z } from 'zod';
import { AgentFailedError } from './agent.errors.js';
import type { TokenUsage } from './agent-runner.js';
import type { BoundedText } from './bounded-body.js';
import { EndpointError } from './endpoint.errors.js';

/** What an endpoint answered, reduced to what Parley keeps. */
export interface Completion {
  readonly text: string;
  readonly usage: TokenUsage | null;
  readonly model: string | null;
  readonly isTruncated: boolean;
}

/** A piece of a streamed answer; `usage` and `model` come when the endpoint says them. */
export interface CompletionPiece {
  readonly text: string;
  readonly usage: TokenUsage | null;
  readonly model: string | null;
  readonly isLast: boolean;
}

/** Most tokens that are believed; the column is a PostgreSQL `integer`. */
const MAX_TOKENS = 2_147_483_647;
const MAX_MODEL_CHARACTERS = 200;

const tokensSchema = z.int().min(0).max(MAX_TOKENS);
const usageSchema = z
  .object({ prompt_tokens: tokensSchema, completion_tokens: tokensSchema })
  .transform((usage) => ({ inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }))
  .nullish()
  .catch(null);
const modelSchema = z.string().max(MAX_MODEL_CHARACTERS).nullish().catch(null);

const completionSchema = z.object({
  model: modelSchema,
  usage: usageSchema,
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
});

const pieceSchema = z.object({
  model: modelSchema,
  usage: usageSchema,
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }).nullish(),
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
  return {
    text: nonEmpty(choices[0].message.content),
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
  return { text: nonEmpty(answer), usage: null, model: null, isTruncated: true };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AgentFailedError({ cause: new EndpointError(error) });
  }
}
