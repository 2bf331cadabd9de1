import type { ToolCall, ToolResult } from './agent-runner.js';
import { cutCharacters } from './chat-completion.js';
import type { WrittenCall } from './written-call.js';

/** Most calls of one answer that are heard; the model hears of no other. */
export const MOST_CALLS = 8;
/** Longest arguments of a call, in characters; longer ones are kept up to here and refused. */
export const MOST_ARGUMENT_CHARACTERS = 16_000;
/** Longest result that the model is told, in characters. */
const MOST_RESULT_CHARACTERS = 16_000;
/** Longest name of a function; OpenAI's API, `tools.function.name`. */
const MOST_NAME_CHARACTERS = 64;
const MOST_ID_CHARACTERS = 64;

/** The name as the protocol allows names. */
export const functionName = (name: string): string =>
  name.replaceAll(/[^\w-]/g, '_').slice(0, MOST_NAME_CHARACTERS) || 'unknown';

/**
 * The calls of one answer, at most MOST_CALLS, each with an id of its own: some endpoints leave ids out, or begin anew
 * in every answer. `taken` grows by theirs.
 */
export function callsOf(written: readonly WrittenCall[], taken: Set<string>): ToolCall[] {
  return written.slice(0, MOST_CALLS).map((call) => ({
    id: freshId(call.id, taken),
    name: functionName(call.name),
    arguments: cutCharacters(call.arguments, MOST_ARGUMENT_CHARACTERS + 1),
  }));
}

function freshId(id: string, taken: Set<string>): string {
  const isUsable = /^[!-~]+$/.test(id) && id.length <= MOST_ID_CHARACTERS && !taken.has(id);
  let fresh = id;
  for (let n = taken.size + 1; !isUsable && (fresh === id || taken.has(fresh)); n += 1) fresh = `call_${n}`;
  taken.add(fresh);
  return fresh;
}

/** The arguments as an object; null where they are none, or too long. Nothing at all is an empty object. */
export function argumentsOf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  if (text.length > MOST_ARGUMENT_CHARACTERS * 2) return null;
  if ([...text].length > MOST_ARGUMENT_CHARACTERS) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null; // The model is told, and may write them anew.
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A result whose text is cut at the longest that the model is told, and says so. */
export function resultOf({ id }: ToolCall, content: string, { isError }: { isError: boolean }): ToolResult {
  return { toolCallId: id, content: shortened(content, MOST_RESULT_CHARACTERS), isError };
}

/** At most that many characters of the text, and a word that there was more. */
export function shortened(text: string, maxCharacters: number): string {
  const kept = cutCharacters(text, maxCharacters);
  return kept.length === text.length ? text : `${kept}\n[cut here, it goes on]`;
}
