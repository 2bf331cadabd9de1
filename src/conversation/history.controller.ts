import { Controller, Get, Query } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { ConversationService } from './conversation.service.js';
import { MessageListDto, MessagePageDto } from './message.dto.js';

/** The user's one primary conversation. */
@Controller('api/:user_id/chat/history')
export class HistoryController {
  constructor(private readonly conversations: ConversationService) {}

  /** Pages through the messages of the user's primary conversation, oldest first. */
  @Get()
  async history(@CurrentOwner() owner: Owner, @Query() query: MessagePageDto): Promise<MessageListDto> {
    const page = query.toPage();
    return MessageListDto.from(await this.conversations.history(owner.id, page), page);
  }
}
