import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { PipelineModule } from '../pipeline/pipeline.module.js';
import { ChatService } from './chat.service.js';
import { ConversationLock } from './conversation-lock.service.js';
import { ChatShutdown } from './chat-shutdown.service.js';
import { CleaningWorker } from './cleaning.worker.js';
import { DeviceChatController } from './device-chat.controller.js';
import { SweeperWorker } from './sweeper.worker.js';
import { TurnAcceptance } from './turn-acceptance.service.js';
import { TurnAfterword } from './turn-afterword.service.js';
import { TurnAnswerer } from './turn-answerer.service.js';
import { TurnChannels } from './turn-channels.service.js';
import { TurnController } from './turn.controller.js';
import { TurnDispatcher } from './turn-dispatcher.service.js';
import { TurnFinisher } from './turn-finisher.service.js';
import { TurnLeases } from './turn-leases.service.js';
import { TurnRepository } from './turn.repository.js';
import { TurnRunner } from './turn-runner.service.js';
import { TurnService } from './turn.service.js';
import { TurnSettlement } from './turn-settlement.service.js';
import { TurnSignals } from './turn-signals.service.js';
import { TurnTails } from './turn-tails.service.js';
import { TurnWaiter } from './turn-waiter.service.js';
import { UserChatController } from './user-chat.controller.js';

/** One turn: accepted, answered in order, finished once. */
@Module({
  imports: [ConversationModule, MemoryModule, PipelineModule],
  controllers: [DeviceChatController, UserChatController, TurnController],
  providers: [
    ChatService,
    ChatShutdown,
    CleaningWorker,
    ConversationLock,
    SweeperWorker,
    TurnAcceptance,
    TurnAfterword,
    TurnAnswerer,
    TurnChannels,
    TurnDispatcher,
    TurnFinisher,
    TurnLeases,
    TurnRepository,
    TurnRunner,
    TurnService,
    TurnSettlement,
    TurnSignals,
    TurnTails,
    TurnWaiter,
  ],
  exports: [ChatService, ChatShutdown, TurnChannels],
})
export class ChatModule {}
