import { Injectable } from '@nestjs/common';
import { whileUnavailable } from '../database/while-unavailable.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import type { Remembered } from '../memory/summary.js';
import { LeaseLostError } from './lease-keeper.js';
import type { OpenTurn } from './turn-line.js';
import { TurnRepository } from './turn.repository.js';

const READ_PATIENCE_MS = 5000;

/** What was said before a turn. */
@Injectable()
export class TurnTails {
  constructor(
    private readonly memory: ConversationMemory,
    private readonly turns: TurnRepository,
  ) {}

  /**
   * What the turn brought along, else the memory's copy if it is current, else what is stored.
   * @throws LeaseLostError once the conversation is erased
   * @throws DatabaseUnavailableError
   */
  async before(turn: OpenTurn): Promise<Remembered> {
    const version = {
      lastTurnNo: turn.turnNo - 1,
      answeredTurnNo: turn.answeredTurnNo,
      revision: turn.revision,
    };
    if (turn.tail) return { summary: turn.summary, messages: turn.tail };
    const cached = await this.memory.recall(turn, version);
    if (cached) return cached;
    const current = await whileUnavailable(READ_PATIENCE_MS, () => this.turns.readTurn(turn));
    if (!current?.tail) throw new LeaseLostError();
    return { summary: current.summary, messages: current.tail };
  }
}
