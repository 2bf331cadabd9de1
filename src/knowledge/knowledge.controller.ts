import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { KnowledgeLibrary } from './knowledge-library.service.js';
import {
  DeletedDocumentDto,
  DocumentPageDto,
  KnowledgeDocumentDto,
  KnowledgeDocumentListDto,
  KnowledgeSearchDto,
  NewDocumentDto,
  SearchDto,
} from './knowledge.dto.js';
import { KnowledgeService } from './knowledge.service.js';

/** The knowledge base, for those who bear ADMIN_TOKEN. */
@Controller('knowledge')
export class KnowledgeController {
  constructor(
    private readonly library: KnowledgeLibrary,
    private readonly knowledge: KnowledgeService,
  ) {}

  /** Lists the documents, by source. */
  @Get('documents')
  async list(@Query() page: DocumentPageDto): Promise<KnowledgeDocumentListDto> {
    return KnowledgeDocumentListDto.from(await this.library.list(page), page);
  }

  /** Puts a document in the place of the one of its source, if there is one; questions find it at once. */
  @Post('documents')
  async put(@Body() { source, ...knowledge }: NewDocumentDto): Promise<KnowledgeDocumentDto> {
    return KnowledgeDocumentDto.from(await this.library.put(source, knowledge));
  }

  /** Deletes a document. */
  @Delete('documents/:document_id')
  async delete(@Param('document_id') id: string): Promise<DeletedDocumentDto> {
    await this.library.delete(id);
    return DeletedDocumentDto.from(id);
  }

  /** Shows what a question finds. */
  @Get('search')
  async search(@Query() { query, limit }: SearchDto): Promise<KnowledgeSearchDto> {
    return KnowledgeSearchDto.from(await this.knowledge.search(query, { limit }));
  }
}
