import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Conversation } from '../conversation/conversation.entity.js';
import { bigintNumber } from '../database/bigint-number.js';

/** What was said in a conversation longer ago, in short. It counts only while the conversation is of its revision. */
@Entity('conversation_summaries')
export class ConversationSummary {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  readonly conversationId: string;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'conversation_id' })
  readonly conversation: Relation<Conversation>;

  @Column('text')
  readonly text: string;

  /** It covers every message of that `seq` and before. */
  @Column('bigint', { name: 'through_seq', transformer: bigintNumber })
  readonly throughSeq: number;

  /** The conversation's when the text was made, or when it was last changed where the text does not reach. */
  @Column('bigint', { transformer: bigintNumber })
  readonly revision: number;

  @Column('timestamptz', { name: 'updated_at' })
  readonly updatedAt: Date;
}
