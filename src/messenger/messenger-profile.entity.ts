import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a page is. `claimed`: a replica is at it; `refused`: Meta does not want it as it is. */
export const PROFILE_STATES = ['claimed', 'failed', 'refused', 'synced'] as const;
export type ProfileState = (typeof PROFILE_STATES)[number];

/** What became of the profile that is declared for a page. */
@Entity('messenger_profiles')
export class MessengerProfileState {
  /** `me`: the page of MESSENGER_PAGE_ACCESS_TOKEN. */
  @PrimaryColumn('text', { name: 'page_id' })
  readonly pageId: string;

  /** Of what is declared, and of the access that it is declared with. */
  @Column('text')
  readonly digest: string;

  @Column('text')
  readonly state: ProfileState;

  /** Claims since the digest changed or one of them came to an end. */
  @Column('int')
  readonly attempts: number;

  /** When it was claimed, at most three times, the last one first. */
  @Column('timestamptz', { array: true })
  readonly claims: readonly Date[];

  /** Nobody claims the same digest again before. */
  @Column('timestamptz', { name: 'due_at' })
  readonly dueAt: Date;

  @Column('timestamptz', { name: 'synced_at', nullable: true })
  readonly syncedAt: Date | null;

  @Column('text', { name: 'error_code', nullable: true })
  readonly errorCode: string | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}
