import { Controller, HttpCode, Post } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { MessageId } from '../conversation/message-id.js';
import { currentRequest } from '../http/request-context.js';
import { ChatResponseDto } from './chat.dto.js';
import { RegenerationService } from './regeneration.service.js';

/** The last answer of a conversation, once more. */
@Controller(['messages/:message_id/regenerate', 'api/:user_id/messages/:message_id/regenerate'])
export class RegenerationController {
  constructor(private readonly regenerations: RegenerationService) {}

  /** Asks the agent once more for the last answer of a conversation, and puts the new one in its place. */
  @Post()
  @HttpCode(200)
  async regenerate(@CurrentOwner() owner: Owner, @MessageId() messageId: string): Promise<ChatResponseDto> {
    const { language: callerLanguage = null, requestId = null } = currentRequest() ?? {};
    const asked = { messageId, owner, callerLanguage, requestId };
    return ChatResponseDto.from(await this.regenerations.regenerate(asked));
  }
}
