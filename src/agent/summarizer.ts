import type { Settings } from '../config/settings.js';
import type { AgentMessage } from './agent-runner.js';

/** Longest summary, in bytes, whatever the settings allow. */
const MAX_SUMMARY_BYTES = 4000;

/** What is to become of a conversation's summary. */
export interface ToFold {
  readonly conversationId: string;
  /** What was said before the messages, in short; null: nothing. */
  readonly summary: string | null;
  /** Oldest first, at least one. */
  readonly messages: readonly AgentMessage[];
}

/** The summary with the first `count` messages in it; the others are to be folded next. At least one. */
export interface Folded {
  readonly text: string;
  readonly count: number;
}

/** How long a summary and what is folded at once may be, in bytes; a message is as long as its JSON. */
export interface FoldLimits {
  readonly summaryBytes: number;
  readonly messagesBytes: number;
}

/** Makes one summary of what was said. An implementation is named for how. */
export abstract class Summarizer {
  /** @throws the reason of `signal`, and nothing else */
  abstract fold(toFold: ToFold, signal: AbortSignal): Promise<Folded>;
}

/**
 * Nearly all text takes two bytes a token or more, and none less than one: so a summary takes a quarter of
 * AGENT_MAX_CONTEXT_TOKENS at most, and summary and messages together find room in it, without a tokenizer being loaded for it.
 */
export function foldLimits({ agent: { maxContextTokens } }: Settings): FoldLimits {
  const summaryBytes = Math.min(MAX_SUMMARY_BYTES, Math.floor(maxContextTokens / 2));
  return { summaryBytes, messagesBytes: maxContextTokens };
}

/** As many of the messages, from the first on, as there is room for; the first in any case. */
export function firstThatFit(messages: readonly AgentMessage[], maxBytes: number): readonly AgentMessage[] {
  let bytes = 0;
  const end = messages.findIndex((message, index) => {
    bytes += Buffer.byteLength(JSON.stringify(toData(message)));
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? messages : messages.slice(0, end);
}

/** A message as data. */
export const toData = ({ role, content }: AgentMessage): object => ({ role, text: content });

/** The beginning of the text, at most `maxBytes` long, and ended where a sentence or line does if that loses little. */
export function cutBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const cut = new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes), { stream: true });
  const end = Math.max(...['\n', '. ', '! ', '? ', '。'].map((mark) => cut.lastIndexOf(mark)));
  return end > cut.length / 2 ? cut.slice(0, end + 1).trimEnd() : cut;
}
