import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module.js';
import { Settings } from '../config/settings.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { RedisClient } from '../redis/redis.client.js';
import { ConversationMemory } from './conversation-memory.service.js';
import { InProcessMemoryStore } from './in-process-memory-store.js';
import { MemoryStore } from './memory-store.js';
import { RedisMemoryStore } from './redis-memory-store.js';
import { MemoryController } from './memory.controller.js';
import { MemoryErasure } from './memory-erasure.service.js';
import { MemoryService } from './memory.service.js';
import { SummaryFolding } from './summary-folding.service.js';
import { SummaryRepository } from './summary.repository.js';

/** What the model is told. */
@Module({
  imports: [AgentModule, ConversationModule],
  controllers: [MemoryController],
  providers: [
    ConversationMemory,
    MemoryErasure,
    MemoryService,
    SummaryFolding,
    SummaryRepository,
    {
      provide: MemoryStore,
      inject: [RedisClient, Settings],
      useFactory: (redis: RedisClient, { chat }: Settings) => {
        const ttlMs = chat.memoryTtlS * 1000;
        return redis.isConfigured ? new RedisMemoryStore(redis, ttlMs) : new InProcessMemoryStore(ttlMs);
      },
    },
  ],
  exports: [ConversationMemory, SummaryFolding],
})
export class MemoryModule {}
