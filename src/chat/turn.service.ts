import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import type { Owner } from '../auth/owner.js';
import { TurnNotFoundError } from './chat.errors.js';
import { storedView, type TurnView } from './turn-view.js';
import { TurnRepository } from './turn.repository.js';

/** Turns, for their owner to look at. */
@Injectable()
export class TurnService {
  constructor(private readonly turns: TurnRepository) {}

  /** @throws TurnNotFoundError when there is none, it is another's, or its conversation is erased */
  async show(turnId: string, owner: Owner): Promise<TurnView> {
    const record = isUuid(turnId) ? await this.turns.findOwned(turnId, owner) : null;
    const view = record && storedView(record);
    if (!view) throw new TurnNotFoundError();
    return view;
  }
}
