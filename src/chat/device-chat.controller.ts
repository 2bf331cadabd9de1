import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { ChatResponseDto, DeviceChatDto } from './chat.dto.js';
import { ChatExchange } from './chat-exchange.service.js';
import { CurrentTurnHeaders, turnRequest, type TurnHeaders } from './turn-exchange.js';
import { TurnDto } from './turn.dto.js';

/** Chat for anonymous devices. */
@Controller('chat')
export class DeviceChatController {
  constructor(private readonly exchange: ChatExchange) {}

  /** Answers a message, in a new conversation or in one of the device's. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: ChatResponseDto, description: 'The answer.' })
  @ApiAcceptedResponse({ type: TurnDto, description: 'The turn goes on: `Prefer: respond-async`.' })
  async takeTurn(
    @CurrentOwner() owner: Owner,
    @CurrentTurnHeaders() headers: TurnHeaders,
    @Body() body: DeviceChatDto,
    @Res() response: Response,
  ): Promise<void> {
    await this.exchange.answer(turnRequest(owner, body, headers), response);
  }
}
