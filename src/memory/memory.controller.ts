import { Controller, Delete, Get } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { ConversationId } from '../conversation/conversation-id.js';
import { ForgottenMemoryDto, MemoryDto } from './memory.dto.js';
import { MemoryService } from './memory.service.js';

/** What the agent is told of a conversation. */
@Controller(['conversations/:conversation_id/memory', 'api/:user_id/conversations/:conversation_id/memory'])
export class MemoryController {
  constructor(private readonly memory: MemoryService) {}

  /** Shows what the agent would be told with the next message, and where that was read from. */
  @Get()
  async recall(@CurrentOwner() owner: Owner, @ConversationId() id: string): Promise<MemoryDto> {
    return MemoryDto.from(await this.memory.recall(id, owner));
  }

  /** Forgets the cached copy; the messages stay. */
  @Delete()
  async forget(@CurrentOwner() owner: Owner, @ConversationId() id: string): Promise<ForgottenMemoryDto> {
    await this.memory.forget(id, owner);
    return ForgottenMemoryDto.from(id);
  }
}
