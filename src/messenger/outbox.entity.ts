import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Conversation } from '../conversation/conversation.entity.js';
import { Turn } from '../chat/turn.entity.js';
import { bigintNumber } from '../database/bigint-number.js';

/** How far a part of an answer is. `unknown`: it may have been delivered; `parked`: it waits for a human being to decide. */
export const OUTBOX_STATES = ['pending', 'sending', 'unknown', 'sent', 'parked', 'dead'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** A message to a person on Messenger: one part of one answer. */
@Entity('outbox')
export class OutboxPart {
  /** Travels as the message's metadata and comes back in its echo. */
  @PrimaryColumn('uuid')
  readonly id: string;

  /** Parts of one recipient leave in this order. */
  @Column('bigint', { transformer: bigintNumber })
  readonly position: number;

  @Column('uuid', { name: 'conversation_id' })
  readonly conversationId: string;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'conversation_id' })
  readonly conversation: Relation<Conversation>;

  @Column('uuid', { name: 'turn_id' })
  readonly turnId: string;

  @ManyToOne(() => Turn, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'turn_id' })
  readonly turn: Relation<Turn>;

  @Column('bigint', { name: 'turn_no', transformer: bigintNumber })
  readonly turnNo: number;

  /** 1, 2, … */
  @Column('int', { name: 'part_no' })
  readonly partNo: number;

  @Column('text', { name: 'page_id' })
  readonly pageId: string;

  /** `<page_id>:<psid>` */
  @Column('text')
  readonly recipient: string;

  /** The Send API's `message`; null once the conversation is erased. */
  @Column('jsonb', { nullable: true })
  readonly payload: Readonly<Record<string, unknown>> | null;

  @Column('text')
  readonly state: OutboxState;

  /** Times that it was taken to be sent. */
  @Column('int')
  readonly attempts: number;

  /** Times that it was sent again because no echo came. */
  @Column('int')
  readonly resends: number;

  /** Fencing token: one more at every take. */
  @Column('bigint', { name: 'send_epoch', transformer: bigintNumber })
  readonly sendEpoch: number;

  @Column('timestamptz', { name: 'sending_since', nullable: true })
  readonly sendingSince: Date | null;

  @Column('timestamptz', { name: 'next_at' })
  readonly nextAt: Date;

  /** Meta's id of the message. */
  @Column('text', { name: 'remote_id', nullable: true })
  readonly remoteId: string | null;

  @Column('text', { name: 'error_code', nullable: true })
  readonly errorCode: string | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}
