import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { Platform } from '../conversation/platform.js';
import { IsClientMetadata } from './client-metadata.js';
import { ChatMetadataDto } from './chat-metadata.dto.js';
import { PRIMARY } from './turn-request.js';
import type { TurnReply } from './turn-view.js';

const ON_BUSY = ['enqueue', 'reject'] as const;
const OPEN_PLATFORMS = [Platform.Web, Platform.Api] as const;

const UUID = { type: 'string', format: 'uuid' } as const;

/** What either kind of caller may say with a message. */
export class ChatDto {
  /** 1 to 10,000 characters after cleaning. */
  @IsString()
  message: string;

  /** What a new conversation is held on. */
  @IsOptional()
  @IsIn(OPEN_PLATFORMS)
  platform?: (typeof OPEN_PLATFORMS)[number];

  /** What to do while an earlier message is being answered: wait in line, or be refused with 409. */
  @IsOptional()
  @IsIn(ON_BUSY)
  on_busy?: (typeof ON_BUSY)[number];

  /** Kept with the message as it is; at most 2 KB of JSON. */
  @IsOptional()
  @IsClientMetadata()
  client_metadata?: Record<string, unknown>;
}

/** A message of a signed-in user. */
export class UserChatDto extends ChatDto {
  /** The conversation to go on with; absent or null opens one; `primary` is the user's one never-ending conversation. */
  @IsOptional()
  @ApiProperty({ oneOf: [UUID, { type: 'string', enum: [PRIMARY] }], nullable: true, required: false })
  conversation_id?: unknown;
}

/** A message of an anonymous device. */
export class DeviceChatDto extends ChatDto {
  /** The conversation to go on with; absent or null opens one. */
  @IsOptional()
  @ApiProperty({ ...UUID, nullable: true, required: false })
  conversation_id?: unknown;

  /** May stand in the header X-Device-Id instead. */
  @IsOptional()
  @IsString()
  device_id?: string;
}

/** The answer to a message. */
export class ChatResponseDto {
  conversation_id: string;
  user_message_id: string;
  assistant_message_id: string;
  /** The answer's text. */
  response: string;
  /** What to show the person: here the answer's text, in an error the friendly sentence. */
  message: string;
  @ApiProperty({ type: ChatMetadataDto })
  metadata: Readonly<Record<string, unknown>>;

  static from(reply: Extract<TurnReply, { type: 'answered' }>): ChatResponseDto {
    return {
      conversation_id: reply.conversationId,
      user_message_id: reply.userMessageId,
      assistant_message_id: reply.answer.messageId,
      response: reply.answer.content,
      message: reply.answer.content,
      metadata: reply.answer.metadata,
    };
  }
}
