import { Module } from '@nestjs/common';
import { StreamModule } from '../stream/stream.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { PipelineModule } from '../pipeline/pipeline.module.js';
import { AnswerReplacement } from './answer-replacement.service.js';
import { ChatExchange } from './chat-exchange.service.js';
import { ChatService } from './chat.service.js';
import { ConversationLock } from './conversation-lock.service.js';
import { ChatShutdown } from './chat-shutdown.service.js';
import { CleaningWorker } from './cleaning.worker.js';
import { DeviceChatController } from './device-chat.controller.js';
import { LineFigures } from './line-figures.service.js';
import { RegenerationClaims } from './regeneration-claims.service.js';
import { RegenerationController } from './regeneration.controller.js';
import { RegenerationRepository } from './regeneration.repository.js';
import { RegenerationService } from './regeneration.service.js';
import { SweeperWorker } from './sweeper.worker.js';
import { TurnAcceptance } from './turn-acceptance.service.js';
import { TurnAfterword } from './turn-afterword.service.js';
import { TurnAnswerer } from './turn-answerer.service.js';
import { TurnCancellations } from './turn-cancellations.service.js';
import { TurnChannels } from './turn-channels.service.js';
import { TurnController } from './turn.controller.js';
import { TurnDispatcher } from './turn-dispatcher.service.js';
import { TurnFinisher } from './turn-finisher.service.js';
import { TurnFollower } from './turn-follower.service.js';
import { TurnLeases } from './turn-leases.service.js';
import { TurnMemory } from './turn-memory.service.js';
import { TurnRepository } from './turn.repository.js';
import { TurnRunner } from './turn-runner.service.js';
import { TurnService } from './turn.service.js';
import { TurnSettlement } from './turn-settlement.service.js';
import { TurnSignals } from './turn-signals.service.js';
import { TurnStreaming } from './turn-streaming.service.js';
import { TurnTails } from './turn-tails.service.js';
import { TurnThinking } from './turn-thinking.service.js';
import { TurnWaiter } from './turn-waiter.service.js';
import { UserChatController } from './user-chat.controller.js';

/** One turn: accepted, answered in order, finished once. */
@Module({
  imports: [ConversationModule, MemoryModule, PipelineModule, StreamModule],
  controllers: [DeviceChatController, UserChatController, TurnController, RegenerationController],
  providers: [
    AnswerReplacement,
    ChatExchange,
    ChatService,
    ChatShutdown,
    CleaningWorker,
    ConversationLock,
    LineFigures,
    RegenerationClaims,
    RegenerationRepository,
    RegenerationService,
    SweeperWorker,
    TurnAcceptance,
    TurnAfterword,
    TurnAnswerer,
    TurnCancellations,
    TurnChannels,
    TurnDispatcher,
    TurnFinisher,
    TurnFollower,
    TurnLeases,
    TurnMemory,
    TurnRepository,
    TurnRunner,
    TurnService,
    TurnSettlement,
    TurnSignals,
    TurnStreaming,
    TurnTails,
    TurnThinking,
    TurnWaiter,
  ],
  exports: [ChatService, ChatShutdown, TurnChannels],
})
export class ChatModule {}
