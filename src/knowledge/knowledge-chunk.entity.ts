import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { KnowledgeDocument } from './knowledge-document.entity.js';

/** A passage of a document: one heading and what stands below it, or a question and its answer. */
@Entity({ name: 'knowledge_chunks' })
export class KnowledgeChunk {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ name: 'document_id', type: 'uuid' })
  readonly documentId: string;

  @ManyToOne(() => KnowledgeDocument, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'document_id' })
  readonly document: KnowledgeDocument;

  /** 0, 1, … in the document's order. */
  @Column({ type: 'integer' })
  readonly position: number;

  @Column({ type: 'text' })
  readonly heading: string;

  /** Words that people use for it and the text does not. */
  @Column({ type: 'text' })
  readonly keywords: string;

  @Column({ type: 'text' })
  readonly content: string;

  /** Text search configuration that it is read with: `english`, `german`, …, `simple`. */
  @Column({ type: 'text' })
  readonly language: string;

  /** Made by the database: heading of weight A, keywords of weight B, content of weight C. */
  @Column({ type: 'tsvector', select: false, insert: false, update: false })
  readonly tsv: string;
}
