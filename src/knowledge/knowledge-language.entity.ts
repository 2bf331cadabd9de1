import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A language that the knowledge base is written in; kept by triggers of knowledge_chunks. */
@Entity({ name: 'knowledge_languages' })
export class KnowledgeLanguage {
  /** Text search configuration: `english`, `german`, …, `simple`. */
  @PrimaryColumn({ type: 'text' })
  readonly language: string;

  @Column({ name: 'chunk_count', type: 'integer' })
  readonly chunkCount: number;
}
