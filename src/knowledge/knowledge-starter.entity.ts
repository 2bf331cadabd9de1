import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A starter document that this installation has been given, whatever has become of it since. */
@Entity({ name: 'knowledge_starters' })
export class KnowledgeStarter {
  /** Such as `starter/start.md`. */
  @PrimaryColumn({ type: 'text' })
  readonly source: string;

  /** sha256 of the version that was given last, hex. */
  @Column({ name: 'content_hash', type: 'text' })
  readonly contentHash: string;
}
