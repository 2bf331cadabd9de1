import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { z } from 'zod';
import { InvalidRequestError } from '../errors/request.errors.js';
import type { Messages } from './conversation.service.js';
import { FeedbackDto } from './feedback.dto.js';
import { Message } from './message.entity.js';
import type { MessagePage } from './message.repository.js';
import { MessageRole } from './message-role.js';
import { WholeNumber } from './whole-number.js';

/** Which messages of a conversation: by offset, or from a message on. */
export class MessagePageDto {
  /** How many at most. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  @ApiProperty({ required: false })
  limit: number = 50;

  /** How many to pass over, counted from the oldest; not with `before_seq` or `after_seq`. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(0)
  offset?: number;

  /** Only messages before this one. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(0)
  before_seq?: number;

  /** Only messages after this one. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(0)
  after_seq?: number;

  /** @throws InvalidRequestError when two ways of paging are mixed */
  toPage(): MessagePage {
    const { limit, offset, before_seq: beforeSeq, after_seq: afterSeq } = this;
    const ways = Object.entries({ offset, before_seq: beforeSeq, after_seq: afterSeq });
    const given = ways.filter(([, value]) => value !== undefined).map(([field]) => field);
    if (given.length > 1) {
      const message = 'only one of offset, before_seq and after_seq';
      throw new InvalidRequestError({ details: given.map((field) => ({ field, message })) });
    }
    return {
      limit,
      offset: offset ?? 0,
      ...(beforeSeq !== undefined && { beforeSeq }),
      ...(afterSeq !== undefined && { afterSeq }),
    };
  }
}

/** What an answer asked of a tool. */
export class ToolCallDto {
  /** As the model gave it; no other call of the answer has it. */
  @ApiProperty({ maxLength: 64 })
  id: string;
  /** Of the server and of its tool: `server__tool`. */
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

/** What the tool said. */
export class ToolResultDto {
  @ApiProperty({ maxLength: 64 })
  tool_call_id: string;
  content: string;
  is_error: boolean;
}

/** What was put into the table by other hands in another form is not shown. */
const toolCalls = z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })).catch([]);
const toolResults = z
  .array(
    z
      .object({ toolCallId: z.string(), content: z.string(), isError: z.boolean() })
      .transform(({ toolCallId, content, isError }): ToolResultDto => ({
        tool_call_id: toolCallId,
        content,
        is_error: isError,
      })),
  )
  .catch([]);

/** One message. The question of turn n has `seq` 2n-1, its answer 2n. */
export class MessageDto {
  id: string;
  seq: number;
  @ApiProperty({ enum: Object.values(MessageRole) })
  role: MessageRole;
  content: string;
  /** Of a question its `client_metadata`, or an empty object; of an answer what the ChatResponse said. */
  @ApiProperty({ anyOf: [{ $ref: '#/components/schemas/ChatMetadataDto' }, { type: 'object' }] })
  metadata: Readonly<Record<string, unknown>>;
  /** In the order in which they were asked; null: none was. */
  tool_calls: ToolCallDto[] | null;
  tool_results: ToolResultDto[] | null;
  created_at: string;
  /** What the owner thinks of an answer; null: nothing was said. */
  feedback: FeedbackDto | null;

  static from(message: Message): MessageDto {
    return {
      id: message.id,
      seq: message.seq,
      role: message.role,
      content: message.content,
      metadata: message.metadata,
      tool_calls: message.toolCalls && toolCalls.parse(message.toolCalls),
      tool_results: message.toolResults && toolResults.parse(message.toolResults),
      created_at: message.createdAt.toISOString(),
      feedback: message.feedback
        ? { rating: message.feedback.rating, comment: message.feedback.comment }
        : null,
    };
  }
}

/** A page of messages, oldest first. */
export class MessageListDto {
  /** Null: the user has no primary conversation yet. */
  conversation_id: string | null;
  messages: MessageDto[];
  /** All messages of the conversation. */
  total: number;
  limit: number;
  offset: number;
  /** True: there are more in the direction of reading. */
  has_more: boolean;

  static from({ conversation, messages, hasMore }: Messages, page: MessagePage): MessageListDto {
    return {
      conversation_id: conversation?.id ?? null,
      messages: messages.map((message) => MessageDto.from(message)),
      total: conversation?.messageCount ?? 0,
      limit: page.limit,
      offset: page.offset,
      has_more: hasMore,
    };
  }
}
