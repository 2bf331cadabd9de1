import { Module } from '@nestjs/common';
import { KnowledgeLibrary } from './knowledge-library.service.js';
import { KnowledgeStarterRepository } from './knowledge-starter.repository.js';
import { KnowledgeController } from './knowledge.controller.js';
import { KnowledgeRepository } from './knowledge.repository.js';
import { KnowledgeService } from './knowledge.service.js';
import { StarterKnowledge } from './starter-knowledge.service.js';

/** What is known besides the model: documents and answers in full-text search. */
@Module({
  controllers: [KnowledgeController],
  providers: [
    KnowledgeRepository,
    KnowledgeStarterRepository,
    KnowledgeService,
    KnowledgeLibrary,
    StarterKnowledge,
  ],
  exports: [KnowledgeService],
})
export class KnowledgeModule {}
