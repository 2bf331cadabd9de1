import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A word of the knowledge base and how many chunks have it; kept by triggers of knowledge_chunks. */
@Entity({ name: 'knowledge_words' })
export class KnowledgeWord {
  /** Text search configuration of the chunks: `english`, `german`, …, `simple`. */
  @PrimaryColumn({ type: 'text' })
  readonly language: string;

  /** As that configuration writes it: without its ending. */
  @PrimaryColumn({ type: 'text' })
  readonly word: string;

  @Column({ name: 'chunk_count', type: 'integer' })
  readonly chunkCount: number;
}
