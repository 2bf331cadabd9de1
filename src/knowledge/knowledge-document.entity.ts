import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A document of the knowledge base; its text lives in its chunks. */
@Entity({ name: 'knowledge_documents' })
export class KnowledgeDocument {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  /** Where it came from, such as `starter/start.md`: importing the same source again replaces what it held. */
  @Column({ type: 'text' })
  readonly source: string;

  /** Names the document within its source, where that has several: a hash of its question or title; else empty. */
  @Column({ type: 'text' })
  readonly item: string;

  /** `answer`: its title and its question are two things. */
  @Column({ type: 'text' })
  readonly kind: 'document' | 'answer';

  @Column({ type: 'text' })
  readonly title: string;

  @Column({ type: 'text', nullable: true })
  readonly url: string | null;

  /** sha256 of all that was given, hex; equal means that nothing has to be imported. */
  @Column({ name: 'content_hash', type: 'text' })
  readonly contentHash: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  readonly updatedAt: Date;
}
