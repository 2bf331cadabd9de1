import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Message } from './message.entity.js';
import type { Rating } from './rating.js';

/** What the owner of an answer thinks of it. */
@Entity('message_feedback')
export class MessageFeedback {
  @PrimaryColumn('uuid', { name: 'message_id' })
  readonly messageId: string;

  @OneToOne(() => Message, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'message_id' })
  readonly message: Relation<Message>;

  @Column('text')
  readonly rating: Rating;

  @Column('text', { nullable: true })
  readonly comment: string | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  readonly updatedAt: Date;
}
