import { Controller, Get, Param } from '@nestjs/common';
import { type Owner } from '../auth/owner.js';
import { CurrentOwner } from '../auth/request-owner.js';
import { currentRequest } from '../http/request-context.js';
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
}
