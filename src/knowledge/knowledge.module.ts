import { Module } from '@nestjs/common';
import { KnowledgeRepository } from './knowledge.repository.js';
import { KnowledgeService } from './knowledge.service.js';
import { StarterKnowledge } from './starter-knowledge.service.js';

/** What is known besides the model: documents in full-text search. */
@Module({
  providers: [KnowledgeRepository, KnowledgeService, StarterKnowledge],
  exports: [KnowledgeService],
})
export class KnowledgeModule {}
