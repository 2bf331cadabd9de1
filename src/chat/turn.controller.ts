import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiProduces, ApiQuery } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { EVENT_STREAM } from '../http/open-api-examples.js';
import { currentRequest } from '../http/request-context.js';
import { sendEvents, whenHungUp } from '../stream/event-stream.js';
import { LastEventId } from './last-event-id.js';
import { TurnDto } from './turn.dto.js';
import { TurnService } from './turn.service.js';

/** Turns, for whoever did not wait for their answer. */
@Controller(['turns', 'api/:user_id/turns'])
export class TurnController {
  constructor(private readonly turns: TurnService) {}

  /** Shows where a turn stands, and its answer once there is one. */
  @Get(':turn_id')
  async show(@CurrentOwner() owner: Owner, @Param('turn_id') turnId: string): Promise<TurnDto> {
    return TurnDto.from(await this.turns.show(turnId, owner), currentRequest()?.language ?? 'en');
  }

  /** Ends the turn with what has been said so far; one that has ended stays as it is. */
  @Post(':turn_id/cancel')
  @HttpCode(200)
  async cancel(@CurrentOwner() owner: Owner, @Param('turn_id') turnId: string): Promise<TurnDto> {
    return TurnDto.from(await this.turns.cancel(turnId, owner), currentRequest()?.language ?? 'en');
  }

  /** Tells, as server-sent events, what the turn tells after the event that was seen last; 204 when it has told all. */
  @Get(':turn_id/events')
  @ApiProduces('text/event-stream')
  @ApiQuery({ name: 'after', required: false, description: 'Id of the event that was seen last.' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The same, where `after` is absent.' })
  @ApiOkResponse({ description: 'Events, up to the end of the turn.', content: EVENT_STREAM })
  @ApiNoContentResponse({ description: 'The turn has ended, and the caller has seen it.' })
  async follow(
    @CurrentOwner() owner: Owner,
    @Param('turn_id') turnId: string,
    @LastEventId() after: number,
    @Res() response: Response,
  ): Promise<void> {
    const signal = whenHungUp(response);
    const language = currentRequest()?.language ?? 'en';
    const events = await this.turns.follow(turnId, owner, { after, language, signal });
    if (events) await sendEvents(response, events, signal);
    else response.status(204).end();
  }
}
