import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Conversation } from '../conversation/conversation.entity.js';
import { bigintNumber } from '../database/bigint-number.js';

/** How far a turn is. "Running" is not stored: it is the head of a line whose lease lives. */
export const TURN_STATES = ['accepted', 'answered', 'failed', 'cancelled', 'erased'] as const;
export type TurnState = (typeof TURN_STATES)[number];

/** The durable inbox: one row is one accepted message. */
@Entity('turns')
export class Turn {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('uuid', { name: 'conversation_id' })
  readonly conversationId: string;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'conversation_id' })
  readonly conversation: Relation<Conversation>;

  @Column('bigint', { name: 'turn_no', transformer: bigintNumber })
  readonly turnNo: number;

  @Column('text')
  readonly channel: string;

  /** Hash of the owner: PostgreSQL logs it with every duplicate. */
  @Column('text', { name: 'dedupe_scope' })
  readonly dedupeScope: string;

  /** Hash of the idempotency key, or the turn's own id where the caller gave none. */
  @Column('bytea', { name: 'dedupe_key' })
  readonly dedupeKey: Buffer;

  /** Null where the caller gave no key. */
  @Column('timestamptz', { name: 'key_expires_at', nullable: true })
  readonly keyExpiresAt: Date | null;

  /** Hash of the request. */
  @Column('bytea')
  readonly fingerprint: Buffer;

  @Column('text')
  readonly state: TurnState;

  /** The epoch that finished it. */
  @Column('bigint', { name: 'run_epoch', nullable: true, transformer: bigintNumber })
  readonly runEpoch: number | null;

  @Column('text', { name: 'error_code', nullable: true })
  readonly errorCode: string | null;

  @Column('text', { name: 'caller_language', nullable: true })
  readonly callerLanguage: string | null;

  /** The request that brought the turn, for the log. */
  @Column('text', { name: 'request_id', nullable: true })
  readonly requestId: string | null;

  @Column('int', { name: 'input_tokens', nullable: true })
  readonly inputTokens: number | null;

  @Column('int', { name: 'output_tokens', nullable: true })
  readonly outputTokens: number | null;

  @Column('numeric', { name: 'cost_amount', nullable: true })
  readonly costAmount: string | null;

  @Column('text', { name: 'cost_currency', nullable: true })
  readonly costCurrency: string | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  /** When its owner wanted it to end. */
  @Column('timestamptz', { name: 'cancel_requested_at', nullable: true })
  readonly cancelRequestedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  readonly finishedAt: Date | null;
}
