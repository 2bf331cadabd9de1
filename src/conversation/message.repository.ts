import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type SelectQueryBuilder } from 'typeorm';
import type { Owner } from '../auth/owner.js';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import { messageTail, type TailMessage } from './message-tail.js';
import { MessageFeedback } from './message-feedback.entity.js';
import { Message } from './message.entity.js';
import { MessageRole } from './message-role.js';
import { ownedBySql, type OwnedConversation } from './owned-by.js';

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

/** $1 conversation, $2 exclusive upper `seq`, $3 size, $4 owner. */
function findTail(kind: Owner['kind']): Statement {
  const when = `EXISTS (SELECT FROM conversations conversation WHERE id = $1 AND ${ownedBySql(kind, '$4')})`;
  const tail = messageTail({ conversation: '$1', before: '$2::bigint', size: '$3', when });
  return { name: `find_tail_${kind}`, text: `SELECT ${tail} AS messages` };
}

const FIND_TAIL = { device: findTail('device'), user: findTail('user') };

/**
 * Adds messages and moves the conversation's counters to what it now says, in one statement; an import happens on a
 * conversation without open turns. A summary goes on only if all of them come behind what it covers. $1 conversation, $2 messages as a JSON array.
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
  RETURNING id, revision
), summary AS (
  UPDATE conversation_summaries summary SET revision = conversation.revision FROM conversation
  WHERE summary.conversation_id = conversation.id AND summary.revision = conversation.revision - 1
    AND summary.through_seq < (SELECT min(2 * "turnNo") - 1 FROM imported)
)
INSERT INTO messages (id, conversation_id, seq, role, content, metadata, created_at)
SELECT row.id, conversation.id, CASE row.role WHEN 'user' THEN 2 * "turnNo" - 1 ELSE 2 * "turnNo" END,
       row.role, row.content, coalesce(row.metadata, '{}'), row."createdAt"
FROM conversation, imported row
RETURNING seq`,
};

/** What stands where a text was. */
const REDACTED = '[unsent]';

/**
 * A conversation is called after its first message. The conversation's row first, as in every statement of a turn. A summary goes on
 * only if the message comes behind what it covers. By conversations_by_device and messages_seq. $1 device, $2 mid, $3 text.
 */
const REDACT: Statement = {
  name: 'message_redact',
  text: `WITH said AS (
  SELECT message.id, message.seq, message.conversation_id FROM conversations conversation
  JOIN messages message ON message.conversation_id = conversation.id
  WHERE conversation.device_id = $1 AND conversation.deleted_at IS NULL
    AND message.role = 'user' AND message.metadata->>'mid' = $2
), conversation AS (
  UPDATE conversations SET revision = revision + 1, title = CASE WHEN said.seq = 1 THEN NULL ELSE title END
  FROM said WHERE conversations.id = said.conversation_id
  RETURNING said.id AS message_id, said.seq, conversations.id, conversations.revision
), summary AS (
  UPDATE conversation_summaries summary SET revision = conversation.revision FROM conversation
  WHERE summary.conversation_id = conversation.id AND summary.revision = conversation.revision - 1
    AND summary.through_seq < conversation.seq
)
UPDATE messages SET content = $3, metadata = jsonb_build_object('mid', $2::text, 'unsent', true)
FROM conversation WHERE messages.id = conversation.message_id
RETURNING messages.id`,
};

/**
 * What no longer counts may tell what was unsent. A statement of its own, behind `REDACT`: that one does not see a summary
 * that was stored while it waited for the conversation's row. $1 device.
 */
const DROP_SUMMARIES: Statement = {
  name: 'drop_redacted_summaries',
  text: `DELETE FROM conversation_summaries summary USING conversations conversation
WHERE conversation.device_id = $1 AND conversation.deleted_at IS NULL
  AND summary.conversation_id = conversation.id AND summary.revision <> conversation.revision`,
};

/**
 * Messages of a conversation, for its owner: another's, or an erased one, has none. Every ordered read is served by
 * messages_seq.
 */
@Injectable()
export class MessageRepository {
  constructor(
    @InjectRepository(Message) private readonly rows: Repository<Message>,
    private readonly database: DatabaseClient,
  ) {}

  /** The newest `count` messages, oldest first. */
  async findNewest(conversation: OwnedConversation, count: number): Promise<Message[]> {
    const newest = await this.readFrom(conversation).orderBy('message.seq', 'DESC').limit(count).getMany();
    return newest.reverse();
  }

  /** What the agent would be told: the newest `size` messages before `beforeSeq`, oldest first, nothing blocked. */
  async findTail(
    { conversationId, owner }: OwnedConversation,
    beforeSeq: number,
    size: number,
  ): Promise<TailMessage[]> {
    const values = [conversationId, beforeSeq, size, owner.id];
    const rows = await this.database.run<{ messages: TailMessage[] }>(FIND_TAIL[owner.kind], values);
    return rows[0]?.messages ?? [];
  }

  /** One page, oldest first, and one message more when there are more in the direction of reading. */
  async findPage(conversation: OwnedConversation, page: MessagePage): Promise<Message[]> {
    const { limit, offset, beforeSeq, afterSeq = 0 } = page;
    const messages = this.readFrom(conversation).limit(limit + 1);
    if (beforeSeq === undefined) {
      const after = messages.andWhere('message.seq > :afterSeq', { afterSeq });
      return after.orderBy('message.seq', 'ASC').offset(offset).getMany();
    }
    const before = messages.andWhere('message.seq < :beforeSeq', { beforeSeq });
    const found = await before.orderBy('message.seq', 'DESC').getMany();
    return found.reverse();
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

  /** Takes the text out of a question of the device's that bears `mid`; what is cached of its conversation is out of date then, and a summary that may tell of it is gone. */
  async updateRedacted(owner: Owner, mid: string): Promise<void> {
    const redacted = await this.database.run(REDACT, [owner.id, mid, REDACTED]);
    if (redacted.length > 0) await this.database.run(DROP_SUMMARIES, [owner.id]);
  }

  private readFrom({ conversationId, owner }: OwnedConversation): SelectQueryBuilder<Message> {
    return this.rows
      .createQueryBuilder('message')
      .innerJoin('message.conversation', 'conversation', ownedBySql(owner.kind, ':ownerId'), {
        ownerId: owner.id,
      })
      .leftJoinAndMapOne('message.feedback', MessageFeedback, 'feedback', 'feedback.message_id = message.id')
      .where('message.conversation_id = :conversationId', { conversationId });
  }
}
