import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { ConversationId } from './conversation-id.js';
import {
  ConversationDetailDto,
  ConversationDto,
  ConversationListDto,
  ConversationPageDto,
  UserOpenConversationDto,
  UserRenameDto,
  ErasedConversationDto,
} from './conversation.dto.js';
import { ConversationService } from './conversation.service.js';
import { MessageListDto, MessagePageDto } from './message.dto.js';

/** The conversations of a signed-in user. */
@Controller('api/:user_id/conversations')
export class UserConversationController {
  constructor(private readonly conversations: ConversationService) {}

  /** Opens an empty conversation. */
  @Post()
  async open(@CurrentOwner() owner: Owner, @Body() body: UserOpenConversationDto): Promise<ConversationDto> {
    return ConversationDto.from(await this.conversations.open(owner, body.title));
  }

  /** Lists the user's conversations, newest change first. */
  @Get()
  async list(@CurrentOwner() owner: Owner, @Query() page: ConversationPageDto): Promise<ConversationListDto> {
    return ConversationListDto.from(await this.conversations.list(owner, page), page);
  }

  /** Shows a conversation with its newest 1,000 messages. */
  @Get(':conversation_id')
  async show(@CurrentOwner() owner: Owner, @ConversationId() id: string): Promise<ConversationDetailDto> {
    return ConversationDetailDto.fromMessages(await this.conversations.show(id, owner));
  }

  /** Pages through a conversation's messages, oldest first. */
  @Get(':conversation_id/messages')
  async messages(
    @CurrentOwner() owner: Owner,
    @ConversationId() id: string,
    @Query() query: MessagePageDto,
  ): Promise<MessageListDto> {
    const page = query.toPage();
    return MessageListDto.from(await this.conversations.page(id, owner, page), page);
  }

  /** Renames a conversation. */
  @Patch(':conversation_id')
  async rename(
    @CurrentOwner() owner: Owner,
    @ConversationId() id: string,
    @Body() body: UserRenameDto,
  ): Promise<ConversationDto> {
    return ConversationDto.from(await this.conversations.rename(id, owner, body.title));
  }

  /** Erases a conversation and all its messages. */
  @Delete(':conversation_id')
  async erase(@CurrentOwner() owner: Owner, @ConversationId() id: string): Promise<ErasedConversationDto> {
    await this.conversations.erase(id, owner);
    return ErasedConversationDto.from(id);
  }
}
