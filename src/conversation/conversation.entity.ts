import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintNumber } from '../database/bigint-number.js';
import { Platform } from './platform.js';

/** A conversation and, on the same row, everything that decides who may run its next turn. */
@Entity('conversations')
export class Conversation {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('text')
  readonly platform: Platform;

  /** Exactly one of `deviceId` and `userId` is set until the conversation is erased. */
  @Column('text', { name: 'device_id', nullable: true })
  readonly deviceId: string | null;

  @Column('text', { name: 'user_id', nullable: true })
  readonly userId: string | null;

  @Column('text', { nullable: true })
  readonly title: string | null;

  @Column('boolean', { name: 'is_primary' })
  readonly isPrimary: boolean;

  @Column('bigint', { name: 'message_count', transformer: bigintNumber })
  readonly messageCount: number;

  /** Newest accepted turn. */
  @Column('bigint', { name: 'last_turn_no', transformer: bigintNumber })
  readonly lastTurnNo: number;

  /** Turns finish in order: the head of the line is this plus one. */
  @Column('bigint', { name: 'done_turn_no', transformer: bigintNumber })
  readonly doneTurnNo: number;

  /** Newest turn with an answer. */
  @Column('bigint', { name: 'answered_turn_no', transformer: bigintNumber })
  readonly answeredTurnNo: number;

  /** Raised by every change to messages outside a turn. */
  @Column('bigint', { transformer: bigintNumber })
  readonly revision: number;

  /** Times the head was begun and not given back: one plus crashes. */
  @Column('int', { name: 'head_starts' })
  readonly headStarts: number;

  /** Times the agent failed on the head. */
  @Column('int', { name: 'head_failures' })
  readonly headFailures: number;

  /** Backoff of the head; null is now. */
  @Column('timestamptz', { name: 'head_due_at', nullable: true })
  readonly headDueAt: Date | null;

  /** Fencing token: one more at every grant, never reset. */
  @Column('bigint', { name: 'lease_epoch', transformer: bigintNumber })
  readonly leaseEpoch: number;

  /** One token per run. */
  @Column('text', { name: 'lease_owner', nullable: true })
  readonly leaseOwner: string | null;

  /** Null: nobody holds the lease. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  readonly leaseUntil: Date | null;

  /** The grant under which the last answer is being given again; a later grant has overtaken it. */
  @Column('bigint', { name: 'regeneration_epoch', nullable: true, transformer: bigintNumber })
  readonly regenerationEpoch: number | null;

  /** When somebody else may begin with that. */
  @Column('timestamptz', { name: 'regeneration_until', nullable: true })
  readonly regenerationUntil: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  readonly updatedAt: Date;

  @Column('timestamptz', { name: 'last_activity' })
  readonly lastActivity: Date;

  /** Messenger: replaced by a newer conversation. */
  @Column('timestamptz', { name: 'closed_at', nullable: true })
  readonly closedAt: Date | null;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  readonly deletedAt: Date | null;

  /** Set once every copy outside the database is known to be gone. */
  @Column('timestamptz', { name: 'purged_at', nullable: true })
  readonly purgedAt: Date | null;
}
