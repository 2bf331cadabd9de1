import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import type { AcceptedTurn, NewTurn } from '../../src/chat/turn-line.js';
import type { TurnRepository } from '../../src/chat/turn.repository.js';
import { aTurn } from './turn-lab-factories.js';
import { HammerHolder } from './turn-lab-holder.js';
import type { HammerLedger } from './turn-lab-ledger.js';
import { HammeredLine } from './turn-lab-line.js';
import type { HammerPlan } from './turn-lab-plan.js';

type Accepted = AcceptedTurn & { readonly turnId: string };

/** Pause between two looks of the sweeper. */
const SWEEP_MS = 3;

/** The clients of a hammer run and their sweeper, beating on the turns of a few conversations. */
export class HammerClients {
  private readonly lines: readonly HammeredLine[];
  private readonly holder: HammerHolder;
  private begun = 0;
  private isOver = false;

  constructor(
    private readonly turns: TurnRepository,
    private readonly ledger: HammerLedger,
    private readonly plan: HammerPlan,
  ) {
    this.lines = Array.from({ length: plan.conversations }, () => new HammeredLine());
    this.holder = new HammerHolder(turns, ledger, plan.shares);
  }

  /** Runs to the end: every turn has been waited for. Failures of statements, deadlocks among them, are violations. */
  async run(): Promise<void> {
    const sweeper = this.sweep();
    if (this.plan.target === 'existing') await Promise.all(this.lines.map((line) => this.open(line)));
    await Promise.all(Array.from({ length: this.plan.clients }, () => this.quietly(() => this.client())));
    this.isOver = true;
    await sweeper;
  }

  private open({ owner, conversationId }: HammeredLine): Promise<void> {
    return this.quietly(() => this.play(aTurn({ target: 'new', owner, conversationId })));
  }

  private async client(): Promise<void> {
    while (this.begun < this.plan.turns) {
      this.begun++;
      const line = this.lines[Math.floor(Math.random() * this.lines.length)];
      await line?.visit(() => this.play(this.turnIn(line)));
    }
  }

  private turnIn({ owner, conversationId }: HammeredLine): NewTurn {
    return this.plan.target === 'primary'
      ? aTurn({ target: 'primary', owner })
      : aTurn({ target: 'existing', owner, conversationId });
  }

  /** One turn from its accept to its end, and once more where it failed. */
  private async play(turn: NewTurn): Promise<void> {
    const accepted = await this.accept(turn);
    if (!accepted) return;
    if (accepted.isClaimed) await this.claimed(accepted);
    else this.ledger.counts.queued++;
    await this.ledger.untilEnded(accepted);
    await this.retry(accepted);
  }

  /** Accepts the turn, sometimes by two requests with the same key at once. */
  private async accept(turn: NewTurn): Promise<Accepted | null> {
    const isTwice = Math.random() < this.plan.shares.duplicate;
    const again = { ...turn, turnId: uuid(), messageId: uuid(), runToken: uuid() };
    const outcomes = await Promise.all(
      (isTwice ? [turn, again] : [turn]).map((request) => this.acceptOnce(request)),
    );
    const [accepted, ...others] = outcomes.filter((outcome) => outcome !== 'known');
    if (!accepted || others.length > 0) this.ledger.violate('one key was not accepted once', outcomes);
    if (isTwice) this.ledger.counts.duplicates++;
    this.ledger.counts.accepted++;
    return accepted ?? null;
  }

  private async acceptOnce(turn: NewTurn): Promise<Accepted | 'known' | null> {
    const accepted = await this.turns.accept(turn);
    return accepted === null || accepted === 'known' ? accepted : { ...accepted, turnId: turn.turnId };
  }

  private async claimed(accepted: Accepted): Promise<void> {
    this.ledger.granted(accepted);
    if (!accepted.isTailCurrent) this.ledger.counts.staleTails++;
    await this.holder.work(accepted, accepted.isTailCurrent ? accepted : null);
  }

  /** Two retries at once of a turn that failed and is still the last one. */
  private async retry(turn: Accepted): Promise<void> {
    const record = await this.turns.findById(turn.turnId);
    if (!record?.canReopen) return;
    this.ledger.reopening(turn);
    const holds = await Promise.all([1, 2].map(() => this.turns.reopen(record, uuid())));
    const [hold, ...others] = holds.filter((one) => one !== null);
    if (others.length > 0) this.ledger.violate('one failure was reopened twice', holds);
    if (!hold) return this.ledger.end(turn);
    this.ledger.counts.reopened++;
    this.ledger.granted(hold);
    await this.holder.work(hold, null);
    await this.ledger.untilEnded(turn);
  }

  private async sweep(): Promise<void> {
    const works = new Set<Promise<void>>();
    while (!this.isOver) {
      await this.quietly(() => this.sweepOnce(works));
      await pause(SWEEP_MS);
    }
    await Promise.all(works);
  }

  private async sweepOnce(works: Set<Promise<void>>): Promise<void> {
    for (const conversationId of await this.turns.findDue(50)) {
      const work = this.quietly(() => this.takeOver(conversationId)).finally(() => works.delete(work));
      works.add(work);
    }
  }

  private async takeOver(conversationId: string): Promise<void> {
    const claimed = await this.turns.claim(conversationId, uuid());
    if (!claimed) return;
    this.ledger.counts.swept++;
    this.ledger.granted(claimed);
    await this.holder.work(claimed, null);
  }

  private async quietly(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.ledger.violate('a statement failed', error);
    }
  }
}
