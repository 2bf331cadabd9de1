import { ApiProperty } from '@nestjs/swagger';
import type { ToolResult } from '../agent/agent-runner.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { ToolCallDto, ToolResultDto } from '../conversation/message.dto.js';
import { MessageRole } from '../conversation/message-role.js';
import type { Recollection } from './memory.service.js';
import type { Summary } from './summary.js';

/** A message as the agent is told it. */
export class RememberedMessageDto {
  seq: number;
  @ApiProperty({ enum: Object.values(MessageRole) })
  role: MessageRole;
  content: string;
  /** What the answer asked of tools; absent where it asked nothing. */
  tool_calls?: ToolCallDto[];
  tool_results?: ToolResultDto[];

  static from({ seq, role, content, toolCalls, toolResults = [] }: TailMessage): RememberedMessageDto {
    if (!toolCalls) return { seq, role, content };
    return { seq, role, content, tool_calls: [...toolCalls], tool_results: toolResults.map(resultDto) };
  }
}

const resultDto = ({ toolCallId, content, isError }: ToolResult): ToolResultDto => ({
  tool_call_id: toolCallId,
  content,
  is_error: isError,
});

/** What was said longer ago, in short. */
export class SummaryDto {
  text: string;
  /** `seq` up to which it covers the conversation. */
  through_seq: number;

  static from({ text, throughSeq }: Summary): SummaryDto {
    return { text, through_seq: throughSeq };
  }
}

/** What the agent would be told with the next message: the summary, then the messages, oldest first. */
export class MemoryDto {
  conversation_id: string;
  /** Where this was read from. */
  @ApiProperty({ enum: ['cache', 'database'] })
  source: 'cache' | 'database';
  /** Most messages that are kept: CONVERSATION_MEMORY_SIZE. */
  size: number;
  /** Null while the conversation is short. */
  summary: SummaryDto | null;
  messages: RememberedMessageDto[];

  static from({ conversationId, source, size, summary, messages }: Recollection): MemoryDto {
    return {
      conversation_id: conversationId,
      source,
      size,
      summary: summary && SummaryDto.from(summary),
      messages: messages.map((message) => RememberedMessageDto.from(message)),
    };
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
