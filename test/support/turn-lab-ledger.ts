import type { Hold } from '../../src/chat/turn.repository.js';

type Line = Pick<Hold, 'conversationId' | 'leaseEpoch'>;

/** What happened so often; a run in which some of it never happened proves nothing. */
export interface HammerCounts {
  accepted: number;
  queued: number;
  staleTails: number;
  duplicates: number;
  answered: number;
  failed: number;
  givenBack: number;
  reopened: number;
  kept: number;
  swept: number;
  superseded: number;
}

/** What the clients of a hammer run know of each other, and what they found that must not be. */
export class HammerLedger {
  readonly violations: string[] = [];
  readonly counts: HammerCounts = {
    accepted: 0,
    queued: 0,
    staleTails: 0,
    duplicates: 0,
    answered: 0,
    failed: 0,
    givenBack: 0,
    reopened: 0,
    kept: 0,
    swept: 0,
    superseded: 0,
  };
  private readonly holders = new Map<string, number>();
  private readonly epochs = new Map<string, number>();
  private readonly ended = new Set<string>();
  private readonly waiting = new Map<string, (() => void)[]>();

  /** @param leasesExpire true: a holder may lose its lease to another while it works */
  constructor(readonly leasesExpire: boolean) {}

  violate(what: string, facts?: unknown): void {
    this.violations.push(`${what}: ${facts instanceof Error ? facts.message : JSON.stringify(facts)}`);
  }

  /** A grant, as soon as its holder knows of it. */
  granted({ conversationId, leaseEpoch }: Line): void {
    const newest = this.epochs.get(conversationId) ?? 0;
    const isLate = newest > leaseEpoch;
    if (newest === leaseEpoch) this.violate('one epoch was granted twice', { conversationId, leaseEpoch });
    if (!this.leasesExpire && (isLate || this.holders.has(conversationId)))
      this.violate('two held a lease at a time', { conversationId, leaseEpoch, newest });
    if (isLate) return; // Its successor has heard of its own grant first.
    this.holders.set(conversationId, leaseEpoch);
    this.epochs.set(conversationId, leaseEpoch);
    this.wake(conversationId);
  }

  /** The holder is about to hand the lease back. */
  letGo({ conversationId, leaseEpoch }: Line): void {
    if (this.holders.get(conversationId) === leaseEpoch) this.holders.delete(conversationId);
  }

  /** The lease goes on for the next turn. */
  kept({ conversationId, leaseEpoch }: Line): void {
    this.counts.kept++;
    if (!this.isSuperseded({ conversationId, leaseEpoch })) this.holders.set(conversationId, leaseEpoch);
  }

  isSuperseded({ conversationId, leaseEpoch }: Line): boolean {
    return (this.epochs.get(conversationId) ?? 0) > leaseEpoch;
  }

  /** The turn has its answer, or failed. */
  end({ conversationId, turnNo }: Hold): void {
    this.ended.add(turnKey(conversationId, turnNo));
    this.wake(turnKey(conversationId, turnNo));
  }

  /** A failed turn may be open again. */
  reopening({ conversationId, turnNo }: Hold): void {
    this.ended.delete(turnKey(conversationId, turnNo));
  }

  async untilEnded({ conversationId, turnNo }: Hold): Promise<void> {
    const key = turnKey(conversationId, turnNo);
    while (!this.ended.has(key)) await this.woken(key);
  }

  async untilSuperseded(line: Line): Promise<void> {
    while (!this.isSuperseded(line)) await this.woken(line.conversationId);
  }

  private wake(key: string): void {
    const sleepers = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    for (const wake of sleepers) wake();
  }

  private woken(key: string): Promise<void> {
    return new Promise((resolve) => this.waiting.set(key, [...(this.waiting.get(key) ?? []), resolve]));
  }
}

const turnKey = (conversationId: string, turnNo: number): string => `${conversationId}/${turnNo}`;
