import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { whileUnavailable } from '../database/while-unavailable.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { ConversationLock } from './conversation-lock.service.js';
import { keepLease, type KeptLease } from './lease-keeper.js';
import { TurnDispatcher } from './turn-dispatcher.service.js';
import type { OpenTurn } from './turn-line.js';
import { type Hold, TurnRepository } from './turn.repository.js';

/** A claim whose turn can't be read within this is as good as crashed. */
const READ_PATIENCE_MS = 30_000;
/** As long as a database takes to restart: a lease that is not given back counts as a crash. */
const RELEASE_PATIENCE_MS = 30_000;

/** Who may run a line: the lease on its row, with the lock in front of it. */
@Injectable()
export class TurnLeases {
  constructor(
    private readonly turns: TurnRepository,
    private readonly lock: ConversationLock,
    private readonly dispatcher: TurnDispatcher,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Takes the head of the line; null when it is held, not due, or there is none. `starts` over 1 counts crashes. */
  async claim(conversationId: string): Promise<{ turn: OpenTurn; starts: number } | null> {
    const runToken = randomUUID();
    if (!(await this.lock.acquire(conversationId, runToken))) return null;
    this.checkpoints.pass('claim.locked');
    const claimed = await this.claimLocked(conversationId, runToken).catch(async (error: unknown) => {
      await this.lock.release(conversationId, runToken);
      throw error;
    });
    if (!claimed) await this.lock.release(conversationId, runToken);
    return claimed;
  }

  /** The next turn of a line whose lease goes on; null once the conversation is erased. */
  async next(turn: OpenTurn): Promise<OpenTurn | null> {
    const next = await this.read({ ...turn, turnNo: turn.turnNo + 1 }, turn.runToken);
    if (!next) await this.letGo(turn);
    return next;
  }

  /** The lease is not ours any more: nor is the lock, which would only keep others off until it expires. */
  letGo(turn: OpenTurn): Promise<void> {
    return this.lock.release(turn.conversationId, turn.runToken);
  }

  /** Renews the turn's lease, and the lock, until it is told to stop or the lease is lost. */
  keep(turn: OpenTurn): KeptLease {
    return keepLease(this.turns.leaseMs, () => {
      void this.lock.renew(turn.conversationId, turn.runToken);
      return this.turns.heartbeat(turn);
    });
  }

  /** Gives a turn back that has failed, to be tried again after `delayMs`, by whoever sweeps then. */
  async putOff(turn: OpenTurn, delayMs: number): Promise<void> {
    await whileUnavailable(RELEASE_PATIENCE_MS, () => this.turns.release(turn, delayMs, 1));
    await this.letGo(turn);
  }

  /** Gives the turn back unfinished, and offers the line to others. */
  async giveBack(turn: OpenTurn): Promise<void> {
    await whileUnavailable(RELEASE_PATIENCE_MS, () => this.turns.release(turn, 0, 0));
    await this.letGo(turn);
    await this.dispatcher.offer(turn);
  }

  /** Offers a line to others that goes on without us, behind that turn. */
  async offerRest(turn: OpenTurn): Promise<void> {
    await this.dispatcher.offer({ ...turn, turnNo: turn.turnNo + 1 });
  }

  private async claimLocked(
    conversationId: string,
    runToken: string,
  ): Promise<{ turn: OpenTurn; starts: number } | null> {
    const claim = await this.turns.claim(conversationId, runToken);
    const turn = claim && (await this.read(claim, runToken));
    return claim && turn && { turn, starts: claim.starts };
  }

  private async read(hold: Omit<Hold, 'turnId'>, runToken: string): Promise<OpenTurn | null> {
    const turn = await whileUnavailable(READ_PATIENCE_MS, () => this.turns.readTurn(hold));
    return turn && { ...turn, runToken };
  }
}
