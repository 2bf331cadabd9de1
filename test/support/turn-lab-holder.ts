import type { TailMessage } from '../../src/conversation/message-tail.js';
import type { Hold, TurnRepository } from '../../src/chat/turn.repository.js';
import { anAnswer } from './turn-lab-factories.js';
import type { HammerLedger } from './turn-lab-ledger.js';

/** How often what happens to a turn, from 0 to 1. */
export interface HammerShares {
  readonly fail: number;
  readonly giveBack: number;
  /** The holder hangs until its lease has run out and another has taken over. */
  readonly hang: number;
}

type Line = Omit<Hold, 'turnId'>;

interface Turn {
  readonly turnId: string;
  readonly tail: readonly TailMessage[];
}

/** The answer of the hammer's agent: the numbers of the messages that it was shown. */
export const seenAnswer = (seqs: readonly number[]): string => `seen:${seqs.join()}`;

/** Whoever holds a lease: answers turn after turn until the lease is gone. */
export class HammerHolder {
  constructor(
    private readonly turns: TurnRepository,
    private readonly ledger: HammerLedger,
    private readonly shares: HammerShares,
  ) {}

  /** Works off the line. `brought` is its first turn as the accept brought it; null: it has to be read. */
  async work(line: Line, brought: Turn | null): Promise<void> {
    let next: Line | null = line;
    let turn = brought ?? (await this.read(line));
    while (next && turn) {
      next = await this.takeTurn({ ...next, turnId: turn.turnId }, turn.tail);
      turn = next && (await this.read(next));
    }
  }

  /** The next turn under the same lease; null when the lease is gone. */
  private async takeTurn(hold: Hold, tail: readonly TailMessage[]): Promise<Line | null> {
    await agentWorks();
    const chance = Math.random();
    if (chance > 1 - this.shares.hang) await this.ledger.untilSuperseded(hold);
    const wasSuperseded = this.ledger.isSuperseded(hold);
    this.ledger.letGo(hold);
    if (chance < this.shares.giveBack) return this.giveBack(hold);
    const finished = await this.finish(hold, tail, chance < this.shares.giveBack + this.shares.fail);
    if (!finished) return this.fenced(hold);
    if (wasSuperseded) this.ledger.violate('a superseded holder wrote', hold);
    this.ledger.end(hold);
    if (!finished.more) return null;
    this.ledger.kept(hold);
    const { conversationId, leaseEpoch, turnNo } = hold;
    return { conversationId, leaseEpoch, turnNo: turnNo + 1 };
  }

  private async finish(
    hold: Hold,
    tail: readonly TailMessage[],
    isFailure: boolean,
  ): Promise<{ more: boolean } | null> {
    const content = seenAnswer(tail.map(({ seq }) => seq));
    const finished = isFailure
      ? await this.turns.fail(hold, 'agent_failed', { keep: true })
      : await this.turns.complete(hold, anAnswer({ content }), { keep: true });
    if (finished) this.ledger.counts[isFailure ? 'failed' : 'answered']++;
    return finished;
  }

  private async giveBack(hold: Hold): Promise<null> {
    await this.turns.release(hold, Math.floor(Math.random() * 5), 1);
    this.ledger.counts.givenBack++;
    return null;
  }

  private fenced(hold: Hold): null {
    if (!this.ledger.leasesExpire) this.ledger.violate('a holder was fenced for no reason', hold);
    this.ledger.counts.superseded++;
    return null;
  }

  private async read(line: Line): Promise<Turn | null> {
    const turn = await this.turns.readTurn(line);
    if (!turn?.tail) {
      if (!this.ledger.leasesExpire) this.ledger.violate('the head of the line is not there', line);
      return null;
    }
    return { turnId: turn.turnId, tail: turn.tail };
  }
}

/** A few turns of the event loop, so that others come between. */
async function agentWorks(): Promise<void> {
  for (let left = Math.floor(Math.random() * 4); left > 0; left--) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
