import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Message } from './message.entity.js';
import type { Rating } from './rating.js';

/** What an answer said before it was given again, and what its owner thought of that. */
@Entity('message_versions')
export class MessageVersion {
  @PrimaryColumn('uuid', { name: 'message_id' })
  readonly messageId: string;

  @ManyToOne(() => Message, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'message_id' })
  readonly message: Relation<Message>;

  /** 1 is what was said first. */
  @PrimaryColumn('int')
  readonly version: number;

  @Column('text')
  readonly content: string;

  @Column('jsonb')
  readonly metadata: Readonly<Record<string, unknown>>;

  @Column('text', { nullable: true })
  readonly rating: Rating | null;

  @Column('text', { nullable: true })
  readonly comment: string | null;

  /** When that was said. */
  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}
