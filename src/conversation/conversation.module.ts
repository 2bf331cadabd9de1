import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Conversation } from './conversation.entity.js';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';
import { DeviceConversationController } from './device-conversation.controller.js';
import { DeviceFeedbackController } from './device-feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { HistoryController } from './history.controller.js';
import { MessageFeedback } from './message-feedback.entity.js';
import { Message } from './message.entity.js';
import { MessageRepository } from './message.repository.js';
import { UserConversationController } from './user-conversation.controller.js';
import { UserFeedbackController } from './user-feedback.controller.js';

/** The log: conversations and their messages. */
@Module({
  imports: [TypeOrmModule.forFeature([Conversation, Message, MessageFeedback])],
  controllers: [
    DeviceConversationController,
    UserConversationController,
    HistoryController,
    DeviceFeedbackController,
    UserFeedbackController,
  ],
  providers: [
    ConversationRepository,
    MessageRepository,
    FeedbackRepository,
    ConversationService,
    FeedbackService,
  ],
  exports: [ConversationService],
})
export class ConversationModule {}
