import type { AgentMessage, AgentRequest } from './agent-runner.js';
import { type CountTokens, TOOLS_SHARE } from './prompt.js';

/** Longer runs without a space cost the tokenizer quadratic time: 10,000 emoji took 330 ms whole, 10 ms in slices. */
const SLICE_CHARACTERS = 256;
const NO_SPECIAL_TOKENS = { disallowedSpecial: new Set<string>() };

/** What is to be counted besides the request. */
interface CountLimits {
  readonly systemPrompt: string;
  readonly budgetTokens: number;
  /** Definitions of tools, as JSON. */
  readonly tools?: readonly string[];
  /** Rounds of tools, as JSON. */
  readonly exchanges?: readonly string[];
}

/**
 * How to count the tokens of this request. No token is shorter than a byte, so bytes are enough where even they
 * fit the budget; only else the tokenizer (o200k) is loaded, which takes 90 ms and 70 MB once.
 */
export async function tokenCounter(request: AgentRequest, limits: CountLimits): Promise<CountTokens> {
  const texts = [
    limits.systemPrompt,
    request.message,
    request.summary ?? '',
    ...request.passages.map((passage) => `${passage.title}${passage.content}`),
    ...request.history.flatMap(textsOf),
    ...(limits.exchanges ?? []),
  ];
  const toolBytes = bytesOf(limits.tools ?? []);
  const areEnough =
    bytesOf(texts) + toolBytes <= limits.budgetTokens && toolBytes <= limits.budgetTokens * TOOLS_SHARE;
  if (areEnough) return (text) => Buffer.byteLength(text);
  const { countTokens } = await import('gpt-tokenizer');
  return (text) => {
    let tokens = 0;
    for (let start = 0; start < text.length; start += SLICE_CHARACTERS) {
      tokens += countTokens(text.slice(start, start + SLICE_CHARACTERS), NO_SPECIAL_TOKENS);
    }
    return tokens;
  };
}

/** With what the format adds to each, generously. */
const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 16, 0);

function textsOf({ content, toolCalls = [], toolResults = [] }: AgentMessage): string[] {
  const calls = toolCalls.map((call) => `${call.id}${call.name}${call.arguments}`);
  return [content, ...calls, ...toolResults.map((result) => result.content)];
}
