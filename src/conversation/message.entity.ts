import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { bigintNumber } from '../database/bigint-number.js';
import { Conversation } from './conversation.entity.js';
import { MessageRole } from './message-role.js';
import type { Rating } from './rating.js';

/** One message. The question of turn n has `seq` 2n-1, its answer 2n; order is by `seq`, never by time. */
@Entity('messages')
export class Message {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('uuid', { name: 'conversation_id' })
  readonly conversationId: string;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'conversation_id' })
  readonly conversation: Relation<Conversation>;

  /** Null for a message that was imported. */
  @Column('uuid', { name: 'turn_id', nullable: true })
  readonly turnId: string | null;

  @Column('bigint', { transformer: bigintNumber })
  readonly seq: number;

  @Column('text')
  readonly role: MessageRole;

  @Column('text')
  readonly content: string;

  @Column('jsonb')
  readonly metadata: Readonly<Record<string, unknown>>;

  @Column('jsonb', { name: 'tool_calls', nullable: true })
  readonly toolCalls: readonly unknown[] | null;

  @Column('jsonb', { name: 'tool_results', nullable: true })
  readonly toolResults: readonly unknown[] | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  /** What its owner thinks of it; only where it was read along. */
  readonly feedback?: { readonly rating: Rating; readonly comment: string | null } | null;
}
