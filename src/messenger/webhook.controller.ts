import { Controller, Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { UnavailableError } from '../errors/request.errors.js';
import { challengeOf, HandshakeGuard } from './handshake.guard.js';
import { MessengerInbox } from './messenger-inbox.service.js';
import { rawBodyOf, SignatureGuard } from './signature.guard.js';
import { webhookBody } from './webhook-body.js';
import { webhookEvents } from './webhook-events.js';
import { inTime } from './webhook-time.js';

/** Where Meta delivers what people say; its contract is Meta's, not ours to document. */
@ApiExcludeController()
@Controller('messenger/v2/webhook')
export class WebhookController {
  constructor(private readonly inbox: MessengerInbox) {}

  @Get()
  @UseGuards(HandshakeGuard)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  verify(@Req() request: Request): string {
    return challengeOf(request) ?? '';
  }

  /** 200 only once everything is durable. @throws UnavailableError after 4 s: Meta gives up after 5 */
  @Post()
  @HttpCode(200)
  @UseGuards(SignatureGuard)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  async receive(@Req() request: Request): Promise<string> {
    const webhook = webhookEvents(webhookBody(rawBodyOf(request)));
    await inTime(this.inbox.receive(webhook), () => new UnavailableError());
    return 'EVENT_RECEIVED';
  }
}
