import { createKeyv } from '@cacheable/memory';
import { Module } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { ConversationModule } from '../conversation/conversation.module.js';
import { ConversationMemory, MEMORY_CACHE } from './conversation-memory.service.js';
import { MemoryController } from './memory.controller.js';
import { MemoryErasure } from './memory-erasure.service.js';
import { MemoryService } from './memory.service.js';

/** Most conversations whose tail one process keeps: at 16,384 characters each 160 MB at the very worst, usually a tenth. */
const CACHED_CONVERSATIONS = 5000;

/** What the model is told. */
@Module({
  imports: [ConversationModule],
  controllers: [MemoryController],
  providers: [
    ConversationMemory,
    MemoryErasure,
    MemoryService,
    {
      provide: MEMORY_CACHE,
      useFactory: () =>
        createCache({ stores: [createKeyv({ lruSize: CACHED_CONVERSATIONS, useClone: false })] }),
    },
  ],
  exports: [ConversationMemory],
})
export class MemoryModule {}
