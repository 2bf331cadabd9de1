import { createKeyv } from '@cacheable/memory';
import { Module } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { ConversationModule } from '../conversation/conversation.module.js';
import { ConversationMemory, MEMORY_CACHE } from './conversation-memory.service.js';
import { MemoryController } from './memory.controller.js';
import { MemoryErasure } from './memory-erasure.service.js';
import { MemoryService } from './memory.service.js';

/** Most conversations whose tail one process keeps; at ten messages of 1 KB about 100 MB at the very worst. */
const CACHED_CONVERSATIONS = 10_000;

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
