import { Controller, Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request } from 'express';
import { UnavailableError } from '../errors/request.errors.js';
import { inTime } from '../in-time.js';
import { challengeOf, HandshakeGuard } from './handshake.guard.js';
import { MessengerInbox } from './messenger-inbox.service.js';
import { rawBodyOf, SignatureGuard } from './signature.guard.js';
import { webhookBody } from './webhook-body.js';
import { webhookEvents } from './webhook-events.js';

/** Meta waits for 5 s, the way there and back included; another delivery finds done what took longer. */
const ANSWER_WITHIN_MS = 4000;

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

  /** 200 only once everything is durable. @throws UnavailableError when that takes longer than Meta waits */
  @Post()
  @HttpCode(200)
  @UseGuards(SignatureGuard)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  async receive(@Req() request: Request): Promise<string> {
    const webhook = webhookEvents(webhookBody(rawBodyOf(request)));
    await inTime(this.inbox.receive(webhook), ANSWER_WITHIN_MS, () => new UnavailableError());
    return 'EVENT_RECEIVED';
  }
}
