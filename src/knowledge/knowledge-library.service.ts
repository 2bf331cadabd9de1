import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { InvalidRequestError, NotFoundError } from '../errors/request.errors.js';
import { KnowledgeRepository, type StoredDocument } from './knowledge.repository.js';
import { KnowledgeService } from './knowledge.service.js';
import { type MarkdownKnowledge, wholeDocument } from './new-document.js';

/** A page of documents and how many there are in all. */
export interface DocumentList {
  readonly documents: readonly StoredDocument[];
  readonly total: number;
}

/** The documents of the knowledge base, for those who look after it. */
@Injectable()
export class KnowledgeLibrary {
  constructor(
    private readonly knowledge: KnowledgeService,
    private readonly documents: KnowledgeRepository,
  ) {}

  /** A page of documents, by source. */
  async list(page: { limit: number; offset: number }): Promise<DocumentList> {
    const [documents, total] = await Promise.all([
      this.documents.findDocuments(page),
      this.documents.countDocuments(),
    ]);
    return { documents, total };
  }

  /**
   * Puts a Markdown text in the place of the one of its source; questions find it at once.
   * @throws InvalidRequestError for a text without content, NotFoundError where somebody deletes it meanwhile
   */
  async put(source: string, knowledge: MarkdownKnowledge): Promise<StoredDocument> {
    const draft = wholeDocument(source, knowledge);
    if (draft.sections.length === 0) {
      throw new InvalidRequestError({
        details: [{ field: 'content', message: 'holds nothing but headings' }],
      });
    }
    await this.knowledge.save([draft]);
    const stored = await this.documents.findDocument(source);
    if (!stored) throw new NotFoundError();
    return stored;
  }

  /** @throws NotFoundError where there is no such document */
  async delete(id: string): Promise<void> {
    const deleted = isUuid(id) ? await this.documents.deleteDocuments([id]) : 0;
    if (deleted === 0) throw new NotFoundError();
  }
}
