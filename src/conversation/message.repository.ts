import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, Repository } from 'typeorm';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import { messageTail, type TailMessage } from './message-tail.js';
import { Message } from './message.entity.js';
import { MessageRole } from './message-role.js';

/** One imported message; `turnNo` counts questions from 1, an answer has its question's. */
export interface ImportedMessage {
  readonly id: string;
  readonly turnNo: number;
  readonly role: MessageRole;
  readonly content: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** Which page of a conversation; at most one of `beforeSeq` and `afterSeq`, and neither with an offset. */
export interface MessagePage {
  readonly limit: number;
  readonly offset: number;
  readonly beforeSeq?: number;
  readonly afterSeq?: number;
}

const FIND_TAIL: Statement = {
  name: 'find_tail',
  text: `SELECT ${messageTail({ conversation: '$1', before: '$2::bigint', size: '$3' })} AS messages`,
};

/**
 * Adds messages and moves the conversation's counters to what it now says, in one statement; an import happens on a
 * conversation without open turns. $1 conversation, $2 messages as a JSON array.
 */
const BULK_CREATE: Statement = {
  name: 'bulk_create_messages',
  text: `WITH imported AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb)
    AS row (id uuid, "turnNo" bigint, role text, content text, metadata jsonb, "createdAt" timestamptz)
), conversation AS (
  UPDATE conversations SET
    revision         = revision + 1,
    updated_at       = clock_timestamp(),
    message_count    = message_count + (SELECT count(*) FROM imported),
    last_turn_no     = greatest(last_turn_no, (SELECT max("turnNo") FROM imported)),
    done_turn_no     = greatest(done_turn_no, (SELECT max("turnNo") FROM imported)),
    answered_turn_no = greatest(answered_turn_no, (SELECT max("turnNo") FROM imported WHERE role = 'assistant'))
  WHERE id = $1 AND done_turn_no = last_turn_no AND deleted_at IS NULL
  RETURNING id
)
INSERT INTO messages (id, conversation_id, seq, role, content, metadata, created_at)
SELECT row.id, conversation.id, CASE row.role WHEN 'user' THEN 2 * "turnNo" - 1 ELSE 2 * "turnNo" END,
       row.role, row.content, coalesce(row.metadata, '{}'), row."createdAt"
FROM conversation, imported row
RETURNING seq`,
};

/** Messages of conversations whose owner the caller has checked. Every ordered read is served by messages_seq. */
@Injectable()
export class MessageRepository {
  constructor(
    @InjectRepository(Message) private readonly rows: Repository<Message>,
    private readonly database: DatabaseClient,
  ) {}

  /** The newest `count` messages, oldest first. */
  async findNewest(conversationId: string, count: number): Promise<Message[]> {
    const newest = await this.rows.find({ where: { conversationId }, order: { seq: 'DESC' }, take: count });
    return newest.reverse();
  }

  /** What the agent would be told: the newest `size` messages before `beforeSeq`, oldest first, nothing blocked. */
  async findTail(conversationId: string, beforeSeq: number, size: number): Promise<TailMessage[]> {
    const rows = await this.database.run<{ messages: TailMessage[] }>(FIND_TAIL, [
      conversationId,
      beforeSeq,
      size,
    ]);
    return rows[0]?.messages ?? [];
  }

  /** One page, oldest first, and one message more when there are more in the direction of reading. */
  async findPage(conversationId: string, page: MessagePage): Promise<Message[]> {
    const { limit, offset, beforeSeq, afterSeq } = page;
    if (beforeSeq !== undefined) {
      const seq = LessThan(beforeSeq);
      const found = await this.rows.find({
        where: { conversationId, seq },
        order: { seq: 'DESC' },
        take: limit + 1,
      });
      return found.reverse();
    }
    const where = afterSeq === undefined ? { conversationId } : { conversationId, seq: MoreThan(afterSeq) };
    return this.rows.find({ where, order: { seq: 'ASC' }, take: limit + 1, skip: offset });
  }

  /** Adds one message from elsewhere; see `bulkCreate`. */
  insert(conversationId: string, message: ImportedMessage): Promise<number> {
    return this.bulkCreate(conversationId, [message]);
  }

  /** Adds messages from elsewhere to a conversation that has no open turn; returns how many, 0 when it has one. */
  async bulkCreate(conversationId: string, messages: readonly ImportedMessage[]): Promise<number> {
    const rows = await this.database.run(BULK_CREATE, [conversationId, JSON.stringify(messages)]);
    return rows.length;
  }
}
