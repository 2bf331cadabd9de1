import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AdminGuard } from './auth/admin.guard.js';
import { AuthGuard } from './auth/auth.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { ChatModule } from './chat/chat.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { ConversationModule } from './conversation/conversation.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { BodyGuard } from './http/body.guard.js';
import { ChatPageModule } from './http/chat-page.module.js';
import { HttpModule } from './http/http.module.js';
import { RoleGuard } from './http/role.guard.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { MemoryModule } from './memory/memory.module.js';
import { MessengerModule } from './messenger/messenger.module.js';
import type { Checkpoints } from './observability/checkpoints.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { QueueModule } from './queue/queue.module.js';
import { RedisModule } from './redis/redis.module.js';
import { IpLimitGuard } from './throttle/ip-limit.guard.js';
import { OwnerLimitGuard } from './throttle/owner-limit.guard.js';
import { ThrottleModule } from './throttle/throttle.module.js';

/** In this order: nobody can spend another's budget, and a request that can't be read counts all the same. */
const GUARDS = [IpLimitGuard, RoleGuard, AuthGuard, AdminGuard, OwnerLimitGuard, BodyGuard];

/** The table of contents. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, checkpoints: Checkpoints): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        DatabaseModule,
        RedisModule,
        ObservabilityModule.forRoot(checkpoints),
        AuthModule,
        ThrottleModule,
        QueueModule.forRoot(settings),
        ChatModule, // First of those with routes: the router tries one after the other.
        ConversationModule,
        KnowledgeModule,
        MemoryModule,
        ...MessengerModule.modules(settings),
        HealthModule,
        ChatPageModule,
        HttpModule, // Last, behind every module with routes: its fallback takes what no other route takes.
      ],
      providers: GUARDS.map((useClass) => ({ provide: APP_GUARD, useClass })),
    };
  }
}
