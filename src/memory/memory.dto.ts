import { ApiProperty } from '@nestjs/swagger';
import { MessageRole } from '../conversation/message-role.js';
import type { Recollection } from './memory.service.js';

/** A message as the agent is told it. */
export class RememberedMessageDto {
  seq: number;
  @ApiProperty({ enum: Object.values(MessageRole) })
  role: MessageRole;
  content: string;
}

/** What the agent would be told with the next message, oldest first. */
export class MemoryDto {
  conversation_id: string;
  /** Where this was read from. */
  @ApiProperty({ enum: ['cache', 'database'] })
  source: 'cache' | 'database';
  /** Most messages that are kept: CONVERSATION_MEMORY_SIZE. */
  size: number;
  messages: RememberedMessageDto[];

  static from({ conversationId, source, size, messages }: Recollection): MemoryDto {
    return { conversation_id: conversationId, source, size, messages: [...messages] };
  }
}

/** The cached copy is gone. */
export class ForgottenMemoryDto {
  conversation_id: string;
  forgotten: boolean;

  static from(conversationId: string): ForgottenMemoryDto {
    return { conversation_id: conversationId, forgotten: true };
  }
}
