import type { AgentMessage } from '../agent/agent-runner.js';

/** SQL condition: the agent may be told of the message called `said`; false of what `isHidden` says it of, question and answer. */
const IS_TOLD = `NOT EXISTS (SELECT FROM messages verdict
                           WHERE verdict.conversation_id = said.conversation_id AND verdict.seq = said.seq + said.seq % 2
                             AND (verdict.metadata->>'intent' = 'blocked' OR verdict.metadata ? 'aside'))`;

/** A message as JSON: {seq, role, content}, and {toolCalls, toolResults} of an answer that asked tools. */
const TOLD = `CASE WHEN m.tool_calls IS NULL
    THEN json_build_object('seq', m.seq, 'role', m.role, 'content', m.content)
    ELSE json_build_object('seq', m.seq, 'role', m.role, 'content', m.content,
                           'toolCalls', m.tool_calls, 'toolResults', coalesce(m.tool_results, '[]')) END`;

/**
 * SQL for the newest messages before a question, oldest first, as one JSON array of TailMessage; what `isHidden`
 * says of is left out, question and answer. Arguments are SQL expressions: conversation id, exclusive upper `seq`, size,
 * and a condition under which anything is read at all.
 * Served by messages_seq: one backward scan, and one probe per message for the answer's verdict.
 */
export const messageTail = (part: {
  conversation: string;
  before: string;
  size: string;
  when?: string;
}): string => `
  (SELECT coalesce(json_agg(${TOLD} ORDER BY m.seq), '[]')
   FROM (SELECT seq, role, content, tool_calls, tool_results FROM messages said
         WHERE conversation_id = ${part.conversation} AND seq < ${part.before} AND ${part.when ?? 'true'}
           AND ${IS_TOLD}
         ORDER BY seq DESC LIMIT ${part.size}::int) m)`;

/**
 * SQL for the oldest messages after `after` and up to `through`, oldest first, as one JSON array of {seq, role, content}; at most
 * `size`, and of each at most the first `characters`. What `isHidden` says of is left out. Arguments are SQL expressions. Served
 * by messages_seq: one forward scan, and one probe per message for the answer's verdict.
 */
export const messageStretch = (part: {
  conversation: string;
  after: string;
  through: string;
  size: string;
  characters: string;
}): string => `
  (SELECT coalesce(json_agg(json_build_object('seq', m.seq, 'role', m.role, 'content', m.content) ORDER BY m.seq), '[]')
   FROM (SELECT seq, role, left(content, ${part.characters}::int) AS content FROM messages said
         WHERE conversation_id = ${part.conversation} AND seq > ${part.after} AND seq <= ${part.through}
           AND ${IS_TOLD}
         ORDER BY seq LIMIT ${part.size}::int) m)`;

/** A message of the tail. */
export interface TailMessage extends AgentMessage {
  readonly seq: number;
}

/** By an answer's metadata: the agent is told neither of it nor of its question, which was blocked or nothing to read. */
export const isHidden = (metadata: Readonly<Record<string, unknown>>): boolean =>
  metadata['intent'] === 'blocked' || 'aside' in metadata;
