import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintNumber } from '../database/bigint-number.js';
import type { LoggedEventType } from './stream-event.js';

/** Something that a streamed turn has told; kept for a day. */
@Entity('turn_events')
export class TurnEvent {
  @PrimaryColumn('uuid', { name: 'turn_id' })
  readonly turnId: string;

  /** See `eventId`. */
  @PrimaryColumn('bigint', { transformer: bigintNumber })
  readonly id: number;

  @Column('text')
  readonly type: LoggedEventType;

  @Column('jsonb')
  readonly data: Readonly<Record<string, unknown>>;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}
