import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { whileUnavailable } from '../database/while-unavailable.js';
import { keepLease } from './lease-keeper.js';
import { TurnAfterword } from './turn-afterword.service.js';
import { TurnAnswerer } from './turn-answerer.service.js';
import { InterruptedError } from './turn-ending.js';
import { TurnFinisher } from './turn-finisher.service.js';
import type { OpenTurn } from './turn-line.js';
import { TurnRequests } from './turn-requests.js';
import { TurnRepository } from './turn.repository.js';

/** A turn whose run has crashed this often is given up: a message that kills its process must block nobody. */
const MAX_STARTS = 3;
const READ_PATIENCE_MS = 5000;
/** Longest wait for leases to be given back; a database that doesn't answer by then lets them expire. */
const GIVE_BACK_MS = 2000;

/** Runs claimed turns to their end, one line after another, beside the requests that brought them. */
@Injectable()
export class TurnRunner {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly inFlight = new Set<Promise<void>>();
  private readonly interruption = new AbortController();
  private readonly requests = new TurnRequests();
  private draining = false;

  constructor(
    private readonly turns: TurnRepository,
    private readonly answerer: TurnAnswerer,
    private readonly finisher: TurnFinisher,
    private readonly afterword: TurnAfterword,
  ) {}

  /** Runs the turn, and the line behind it, in the background; a turn that comes while we stop is given back. */
  start(turn: OpenTurn): void {
    this.track(this.draining ? this.giveBack(turn) : this.runLine(turn));
  }

  /** Claims the head of a conversation's line, if it is free and due, and runs it in the background. */
  async takeOver(conversationId: string): Promise<void> {
    if (this.draining) return;
    const claim = await this.turns.claim(conversationId, uuid());
    if (!claim) return;
    const turn = await whileUnavailable(READ_PATIENCE_MS, () => this.turns.readTurn(claim));
    if (!turn) return;
    if (claim.starts > MAX_STARTS) this.track(this.giveUp(turn));
    else this.requests.within(turn.turnId, () => this.start(turn));
  }

  /** Remembers for `keepMs` that the current request brought the turn that waits in line. */
  expect(turnId: string, keepMs: number): void {
    this.requests.remember(turnId, keepMs);
  }

  /** True from the beginning of the shutdown on: no message is taken any more. */
  get isDraining(): boolean {
    return this.draining;
  }

  /** How many lines run now. */
  get running(): number {
    return this.inFlight.size;
  }

  /** Takes no further turn, waits up to `graceMs` for those in flight, and gives the rest back to the line. */
  async drain(graceMs: number): Promise<void> {
    this.draining = true;
    const finished = Promise.allSettled([...this.inFlight]);
    const isFinished = await Promise.race([finished.then(() => true), sleep(graceMs, false, { ref: false })]);
    if (isFinished) return;
    this.interruption.abort(new InterruptedError());
    await Promise.race([finished, sleep(GIVE_BACK_MS, undefined, { ref: false })]);
  }

  private track(run: Promise<void>): void {
    const tracked = run
      .catch((error: unknown) =>
        this.logger.error({ err: error }, 'A line stopped; the sweeper will take it over'),
      )
      .finally(() => this.inFlight.delete(tracked));
    this.inFlight.add(tracked);
  }

  private async runLine(first: OpenTurn): Promise<void> {
    let turn = await this.runOne(first);
    while (turn) {
      const next = turn;
      turn = await this.requests.within(next.turnId, () => this.runOne(next));
    }
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
    const lease = keepLease(this.turns.leaseMs, () => this.turns.heartbeat(turn));
    try {
      const signal = AbortSignal.any([lease.signal, this.interruption.signal]);
      return await this.store(turn, { ...(await this.answerer.answer(turn, signal)), startedAt });
    } finally {
      lease.stop();
    }
  }

  /** Stores the ending; the next turn of the line if the lease goes on. */
  private async store(
    turn: OpenTurn,
    { ending, tail, startedAt }: Awaited<ReturnType<TurnAnswerer['answer']>> & { startedAt: number },
  ): Promise<OpenTurn | null> {
    if (ending.type === 'interrupted') await this.giveBack(turn);
    if (ending.type === 'lost' || ending.type === 'interrupted') return null;
    const finished = await this.finisher.finish(turn, ending, !this.draining);
    if (!finished) return null;
    await this.afterword.tell(turn, { ...finished, tail, runMs: performance.now() - startedAt });
    if (this.draining) await this.afterword.offer(turn.conversationId);
    if (!finished.more) return null;
    const next = { ...turn, turnNo: turn.turnNo + 1 };
    return whileUnavailable(READ_PATIENCE_MS, () => this.turns.readTurn(next));
  }

  private async giveBack(turn: OpenTurn): Promise<void> {
    await this.turns.release(turn, 0, 0);
    await this.afterword.offer(turn.conversationId);
  }
}
