import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who has written to a page. */
@Entity('messenger_senders')
export class MessengerSender {
  @PrimaryColumn('text', { name: 'page_id' })
  readonly pageId: string;

  /** Page-scoped id: names the person to this page only. */
  @PrimaryColumn('text')
  readonly psid: string;

  /** Opens the 24 hours in which the page may answer. */
  @Column('timestamptz', { name: 'last_user_event_at' })
  readonly lastUserEventAt: Date;

  /** False: another app, or a human being, has the thread. */
  @Column('boolean', { name: 'thread_owned', default: true })
  readonly threadOwned: boolean;

  /** When Meta heard him last, by its own clock. */
  @Column('timestamptz', { name: 'heard_at', nullable: true })
  readonly heardAt: Date | null;

  /** When the thread changed hands last, by Meta's clock. */
  @Column('timestamptz', { name: 'control_at', nullable: true })
  readonly controlAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}
