import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { MessageNotFoundError } from '../conversation/message.errors.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import type { ExpectedError } from '../errors/expected.errors.js';
import { ConversationBusyError, NotLastTurnError } from './chat.errors.js';
import { keepLease, type KeptLease } from './lease-keeper.js';
import { RegenerationRepository } from './regeneration.repository.js';
import type { NewAnswer, OpenTurn } from './turn-line.js';
import { TurnRepository } from './turn.repository.js';

/** How long a new answer is tried to be stored. */
const REPLACE_PATIENCE_MS = 10_000;

/** Which answer of whom, and for which request. */
export interface AskedAgain {
  readonly messageId: string;
  readonly owner: Owner;
  /** Of the request. */
  readonly callerLanguage: string | null;
  readonly requestId: string | null;
}

/** Who may give an answer again: one at a time, while nothing has happened since. */
@Injectable()
export class RegenerationClaims {
  constructor(
    private readonly regenerations: RegenerationRepository,
    private readonly turns: TurnRepository,
  ) {}

  /**
   * The answer's turn as it was when it was asked, under a claim of ours.
   * @throws MessageNotFoundError, NotLastTurnError
   * @throws ConversationBusyError while a turn is open, or another is at it
   */
  async begin({ messageId, owner, callerLanguage, requestId }: AskedAgain): Promise<OpenTurn> {
    const hold = await this.regenerations.begin(messageId, owner, this.turns.leaseMs);
    const turn = hold && (await this.turns.readTurn(hold));
    if (!turn) throw await this.refused(messageId, owner);
    return {
      ...turn,
      runToken: randomUUID(),
      callerLanguage: callerLanguage ?? turn.callerLanguage,
      requestId,
      queueMs: 0,
      lastEventId: null,
      isCancelled: false,
    };
  }

  /** Renews the claim until it is told to stop, or the claim is lost. */
  keep(turn: OpenTurn): KeptLease {
    const { leaseMs } = this.turns;
    return keepLease(leaseMs, () => this.regenerations.keep(turn, leaseMs));
  }

  /** Stores the answer in the place of the old one; false: something has happened since, nothing was stored. */
  replace(turn: OpenTurn, answer: NewAnswer): Promise<boolean> {
    return whileUnavailable(REPLACE_PATIENCE_MS, async () => {
      if (await this.regenerations.replace(turn, answer)) return true;
      const stored = await this.turns.findById(turn.turnId);
      return stored?.runEpoch === turn.leaseEpoch; // An earlier attempt had committed.
    });
  }

  /** Gives the claim back with the old answer in its place; one that can't be given back ends by itself. */
  async end(turn: OpenTurn): Promise<void> {
    await this.regenerations.end(turn).catch(() => undefined);
  }

  /** Why a claim was lost: erased, a message came, or another is at it. */
  async overtaken({ messageId, owner }: AskedAgain): Promise<ExpectedError> {
    const standing = await this.regenerations.findStanding(messageId, owner);
    if (!standing) return new MessageNotFoundError();
    return standing.isLast ? new ConversationBusyError() : new NotLastTurnError();
  }

  /** Why there was no claim. */
  private async refused(messageId: string, owner: Owner): Promise<ExpectedError> {
    const standing = await this.regenerations.findStanding(messageId, owner);
    if (!standing) return new MessageNotFoundError();
    return standing.hasOpenTurn || standing.isLast ? new ConversationBusyError() : new NotLastTurnError();
  }
}
