/**
 * SQL for the newest messages before a question, oldest first, as one JSON array of {seq, role, content}; what `isHidden`
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
  (SELECT coalesce(json_agg(json_build_object('seq', m.seq, 'role', m.role, 'content', m.content) ORDER BY m.seq), '[]')
   FROM (SELECT seq, role, content FROM messages said
         WHERE conversation_id = ${part.conversation} AND seq < ${part.before} AND ${part.when ?? 'true'}
           AND NOT EXISTS (SELECT FROM messages verdict
                           WHERE verdict.conversation_id = said.conversation_id AND verdict.seq = said.seq + said.seq % 2
                             AND (verdict.metadata->>'intent' = 'blocked' OR verdict.metadata ? 'aside'))
         ORDER BY seq DESC LIMIT ${part.size}::int) m)`;

/** A message of the tail. */
export interface TailMessage {
  readonly seq: number;
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** By an answer's metadata: the agent is told neither of it nor of its question, which was blocked or nothing to read. */
export const isHidden = (metadata: Readonly<Record<string, unknown>>): boolean =>
  metadata['intent'] === 'blocked' || 'aside' in metadata;
