import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Conversation } from './conversation.entity.js';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';
import { DeviceConversationController } from './device-conversation.controller.js';
import { HistoryController } from './history.controller.js';
import { Message } from './message.entity.js';
import { MessageRepository } from './message.repository.js';
import { UserConversationController } from './user-conversation.controller.js';

/** The log: conversations and their messages. */
@Module({
  imports: [TypeOrmModule.forFeature([Conversation, Message])],
  controllers: [DeviceConversationController, UserConversationController, HistoryController],
  providers: [ConversationRepository, MessageRepository, ConversationService],
  exports: [ConversationService],
})
export class ConversationModule {}
