import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Conversation } from './conversation.entity.js';
import { MessageDto } from './message.dto.js';
import type { Messages } from './conversation.service.js';
import { Platform } from './platform.js';
import { WholeNumber } from './whole-number.js';

/** Which conversations of a list. */
export class ConversationPageDto {
  /** How many at most. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  @ApiProperty({ required: false })
  limit: number = 50;

  /** How many to pass over. */
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(0)
  @ApiProperty({ required: false })
  offset: number = 0;

  /**
   * Only those with all of these words in one message or in the title; the last word may be the beginning of one. 1 to 200
   * characters after cleaning.
   */
  @IsOptional()
  @IsString()
  query?: string;
}

export class UserOpenConversationDto {
  /** One line of 1 to 200 characters after cleaning. */
  @IsOptional()
  @IsString()
  title?: string;
}

export class DeviceOpenConversationDto extends UserOpenConversationDto {
  /** May stand in the header X-Device-Id instead. */
  @IsOptional()
  @IsString()
  device_id?: string;
}

export class UserRenameDto {
  /** One line of 1 to 200 characters after cleaning. */
  @IsString()
  title: string;
}

export class DeviceRenameDto extends UserRenameDto {
  /** May stand in the header X-Device-Id or the query instead. */
  @IsOptional()
  @IsString()
  device_id?: string;
}

/** A conversation in a list. Times are ISO-8601 UTC. */
export class ConversationDto {
  id: string;
  title: string | null;
  /** Questions and answers together. */
  message_count: number;
  created_at: string;
  /** Last change, a rename included. */
  updated_at: string;
  platform: Platform;
  /** Time of the last message. */
  last_activity: string;

  static from(conversation: Conversation): ConversationDto {
    return {
      id: conversation.id,
      title: conversation.title,
      message_count: conversation.messageCount,
      created_at: conversation.createdAt.toISOString(),
      updated_at: conversation.updatedAt.toISOString(),
      platform: conversation.platform,
      last_activity: conversation.lastActivity.toISOString(),
    };
  }
}

/** A page of conversations, newest change first. */
export class ConversationListDto {
  conversations: ConversationDto[];
  total: number;
  limit: number;
  offset: number;

  static from(
    [conversations, total]: [Conversation[], number],
    page: ConversationPageDto,
  ): ConversationListDto {
    const { limit, offset } = page;
    return { conversations: conversations.map((one) => ConversationDto.from(one)), total, limit, offset };
  }
}

/** A conversation with its newest messages, oldest first. */
export class ConversationDetailDto extends ConversationDto {
  messages: MessageDto[];
  /** True: there are earlier messages, to be paged through. */
  has_more: boolean;

  static fromMessages(shown: Messages & { conversation: Conversation }): ConversationDetailDto {
    return {
      ...ConversationDto.from(shown.conversation),
      messages: shown.messages.map((message) => MessageDto.from(message)),
      has_more: shown.hasMore,
    };
  }
}

/** What is left of an erased conversation. */
export class ErasedConversationDto {
  id: string;
  deleted: boolean;

  static from(id: string): ErasedConversationDto {
    return { id, deleted: true };
  }
}
