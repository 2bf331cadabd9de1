import type { TailMessage } from '../conversation/message-tail.js';

/** What was said in a conversation up to a message, in short. */
export interface Summary {
  readonly text: string;
  /** It covers every message of that `seq` and before. */
  readonly throughSeq: number;
}

/** What the agent is told of a conversation before a question. */
export interface Remembered {
  /** Null: nothing has been folded yet. */
  readonly summary: Summary | null;
  /** The newest messages, oldest first. The summary may cover some of them too. */
  readonly messages: readonly TailMessage[];
}

/**
 * SQL for the summary as JSON {text, throughSeq}, or NULL where there is none of that revision that ends before the question. Arguments
 * are SQL expressions: conversation id, its revision, exclusive upper `seq`, and a condition under which anything is read at
 * all. By conversation_summaries_pkey.
 */
export const summaryBefore = (part: {
  conversation: string;
  revision: string;
  before: string;
  when?: string;
}): string => `
  (SELECT json_build_object('text', text, 'throughSeq', through_seq) FROM conversation_summaries
   WHERE conversation_id = ${part.conversation} AND revision = ${part.revision} AND through_seq < ${part.before}
     AND ${part.when ?? 'true'})`;

/**
 * The message through which a conversation is to be folded after its turn `turnNo`, of which the newest messages are given, oldest
 * first. Once the next turn would push a message out of the window of `size` that the summary does not cover, everything but the
 * last turn is folded, which may still be answered, or answered again. Null: not yet.
 */
export function foldThrough({ summary, messages }: Remembered, turnNo: number, size: number): number | null {
  const window = messages.slice(-size);
  const [oldest] = window;
  if (size === 0 || !oldest || window.length < size - 1) return null;
  const coveredSeq = summary?.throughSeq ?? 0;
  const throughSeq = 2 * (turnNo - 1);
  return oldest.seq + 1 > coveredSeq && throughSeq > coveredSeq ? throughSeq : null;
}
