import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUrl, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import type { DocumentList } from './knowledge-library.service.js';
import type { StoredDocument } from './knowledge.repository.js';
import type { KnownPassage } from './knowledge.service.js';

/** Something besides blanks, and nothing that PostgreSQL can't store. */
const STORABLE = /^(?=[^]*\S)[^\0\p{Cs}]*$/u;
const says = { message: '$property must be text with something in it' };
const isWebAddress = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

/** Which documents of the list. */
export class DocumentPageDto {
  /** How many at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  @ApiProperty({ required: false })
  limit: number = 50;

  /** How many to pass over. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  @ApiProperty({ required: false })
  offset: number = 0;
}

export class NewDocumentDto {
  /** Names the document: another of the same source takes its place. */
  @IsString()
  @MaxLength(500)
  @Matches(STORABLE, says)
  source: string;

  /** Without one, the first `#` heading of the content, else the source. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(STORABLE, says)
  title?: string;

  /** Where people can read it: `http:` or `https:`. */
  @IsOptional()
  @MaxLength(2048)
  @IsUrl(isWebAddress)
  url?: string;

  /** Markdown; every heading of the first two levels begins a passage of its own. BODY_LIMIT_BYTES holds for it. */
  @IsString()
  @Matches(STORABLE, says)
  content: string;
}

export class SearchDto {
  /** What somebody asks, or begins to. */
  @IsString()
  @Length(1, 2000)
  query: string;

  /** How many at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(20)
  @ApiProperty({ required: false })
  limit: number = 4;
}

/** A document of the knowledge base. Times are ISO-8601 UTC. */
export class KnowledgeDocumentDto {
  id: string;
  source: string;
  title: string;
  url: string | null;
  /** Passages that it is made of. */
  chunk_count: number;
  created_at: string;
  updated_at: string;

  static from(document: StoredDocument): KnowledgeDocumentDto {
    return {
      id: document.id,
      source: document.source,
      title: document.title,
      url: document.url,
      chunk_count: document.chunkCount,
      created_at: document.createdAt.toISOString(),
      updated_at: document.updatedAt.toISOString(),
    };
  }
}

/** A page of documents, by source. */
export class KnowledgeDocumentListDto {
  documents: KnowledgeDocumentDto[];
  total: number;
  limit: number;
  offset: number;

  static from(
    { documents, total }: DocumentList,
    { limit, offset }: DocumentPageDto,
  ): KnowledgeDocumentListDto {
    return { documents: documents.map((one) => KnowledgeDocumentDto.from(one)), total, limit, offset };
  }
}

/** What is left of a deleted document. */
export class DeletedDocumentDto {
  id: string;
  deleted: boolean;

  static from(id: string): DeletedDocumentDto {
    return { id, deleted: true };
  }
}

/** A passage that fits the query. */
export class KnowledgeSourceDto {
  document_id: string;
  source: string;
  title: string;
  url: string | null;
  snippet: string;
  /** How well it fits: 1 where a heading has every word. The embedded agent answers from 0.55 on. */
  @ApiProperty({ format: 'double', minimum: 0, maximum: 1 })
  score: number;

  static from({ documentId, source, title, url, snippet, score }: KnownPassage): KnowledgeSourceDto {
    return { document_id: documentId, source, title, url, snippet, score };
  }
}

/** What a query finds. */
export class KnowledgeSearchDto {
  /** Best first; empty where nothing fits. */
  sources: KnowledgeSourceDto[];

  static from(passages: readonly KnownPassage[]): KnowledgeSearchDto {
    return { sources: passages.map((passage) => KnowledgeSourceDto.from(passage)) };
  }
}
