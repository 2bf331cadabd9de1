import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { OpenWork } from './open-work.js';
import { TurnAfterword } from './turn-afterword.service.js';
import { TurnAnswerer } from './turn-answerer.service.js';
import { InterruptedError } from './turn-ending.js';
import type { KeptLease } from './lease-keeper.js';
import { TurnFinisher } from './turn-finisher.service.js';
import { TurnLeases } from './turn-leases.service.js';
import type { OpenTurn } from './turn-line.js';

/** A turn whose run has crashed this often is given up: a message that kills its process must block nobody. */
const MAX_STARTS = 3;

/** Runs claimed turns to their end, one line after another, beside the requests that brought them. */
@Injectable()
export class TurnRunner {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly lines = new OpenWork();
  /** One signal for each run: merging two by AbortSignal.any costs a tenth of a millisecond a turn. */
  private readonly kept = new Set<KeptLease>();
  /** A line outlives the request that began it, and must not log or count under its name. */
  private readonly apart = AsyncLocalStorage.snapshot();
  private draining = false;

  constructor(
    private readonly leases: TurnLeases,
    private readonly answerer: TurnAnswerer,
    private readonly finisher: TurnFinisher,
    private readonly afterword: TurnAfterword,
  ) {}

  /** Runs the turn, and the line behind it, in the background; a turn that comes while we stop is given back. */
  start(turn: OpenTurn): void {
    this.inBackground(() => (this.draining ? this.leases.giveBack(turn) : this.runLine(turn)));
  }

  /** Leaves the turn to whoever is free. */
  leave(turn: OpenTurn): void {
    this.inBackground(() => this.leases.giveBack(turn));
  }

  /** Claims the head of a conversation's line, if it is free and due, and runs it in the background. */
  takeOver(conversationId: string): Promise<void> {
    return this.draining ? Promise.resolve() : this.lines.track(this.claim(conversationId));
  }

  /** True from the beginning of the shutdown on: no message is taken any more. */
  get isDraining(): boolean {
    return this.draining;
  }

  /** How many lines run now. */
  get running(): number {
    return this.lines.size;
  }

  /** Takes no further turn from now on. */
  stopTaking(): void {
    this.draining = true;
  }

  /** Waits up to `patienceMs` for the turns in flight. */
  settle(patienceMs: number): Promise<void> {
    return this.lines.settle(patienceMs);
  }

  /** Ends the runs in flight; their turns go back to the line. */
  interrupt(): void {
    for (const lease of this.kept) lease.interrupt(new InterruptedError());
  }

  /** Work of a caller's under a claim of its own, beside the lines: a shutdown waits for it, and interrupts it like them. */
  async runBeside<T>(claim: KeptLease, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.kept.add(claim);
    try {
      return await this.lines.track(work(claim.signal));
    } finally {
      this.kept.delete(claim);
      claim.stop();
    }
  }

  private inBackground(work: () => Promise<void>): void {
    const run = this.apart(work).catch((error: unknown) =>
      this.logger.error({ err: error }, 'A line stopped; the sweeper will take it over'),
    );
    void this.lines.track(run);
  }

  private async claim(conversationId: string): Promise<void> {
    const claimed = await this.leases.claim(conversationId);
    if (!claimed) return;
    if (claimed.starts > MAX_STARTS) this.inBackground(() => this.giveUp(claimed.turn));
    else this.start(claimed.turn);
  }

  private async runLine(first: OpenTurn): Promise<void> {
    for (let turn: OpenTurn | null = first; turn; turn = await this.runOne(turn));
  }

  private async giveUp(turn: OpenTurn): Promise<void> {
    const next = await this.store(turn, {
      ending: { type: 'failure', errorCode: 'agent_failed' },
      tail: null,
      startedAt: performance.now(),
    });
    if (next) await this.runLine(next);
  }

  private async runOne(turn: OpenTurn): Promise<OpenTurn | null> {
    const startedAt = performance.now();
    const lease = this.leases.keep(turn);
    this.kept.add(lease);
    try {
      return await this.store(turn, { ...(await this.answerer.answer(turn, lease.signal)), startedAt });
    } finally {
      this.kept.delete(lease);
      lease.stop();
    }
  }

  /** Stores the ending; the next turn of the line if the lease goes on. */
  private async store(
    turn: OpenTurn,
    { ending, tail, startedAt }: Awaited<ReturnType<TurnAnswerer['answer']>> & { startedAt: number },
  ): Promise<OpenTurn | null> {
    if (ending.type === 'interrupted') await this.leases.giveBack(turn);
    if (ending.type === 'lost') await this.leases.letGo(turn);
    if (ending.type === 'put off') await this.leases.putOff(turn, ending.delayMs);
    if (ending.type !== 'answer' && ending.type !== 'failure') return null;
    const finished = await this.finisher.finish(turn, ending, { keep: !this.draining });
    if (!finished) {
      await this.leases.letGo(turn);
      return null;
    }
    await this.afterword.tell(turn, { ...finished, tail, runMs: performance.now() - startedAt });
    if (this.draining) await this.leases.offerRest(turn);
    return finished.more ? this.leases.next(turn) : null;
  }
}
