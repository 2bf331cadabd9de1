import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { RELEASE_LOCK } from '../redis/lock-scripts.js';
import { REDIS_KEYS } from '../redis/redis-keys.js';
import { RedisClient } from '../redis/redis.client.js';
import { type Budget, type BudgetState, budgetState } from './budget.js';
import { enter, type Entry } from './enter.js';
import { InProcessCounters } from './in-process-counters.js';
import { rememberTicket, TurnTicket } from './turn-ticket.js';

/** What a request has to pay, and the conversation that it wants to go on with. */
export interface Passage {
  /** The next one is not counted once one is spent. */
  readonly budgets: readonly Budget[];
  readonly conversationId: string | null;
}

/**
 * Counts requests: in Redis for all replicas, and always in this process too. While Redis is away, or has forgotten, a
 * replica's own count holds. The same trip to Redis brings along what the turn behind the gate needs.
 */
@Injectable()
export class RequestGate {
  private readonly counters = new InProcessCounters(() => performance.now());
  private readonly counted = new WeakMap<Request, Map<string, BudgetState>>();

  constructor(
    private readonly redis: RedisClient,
    private readonly settings: Settings,
  ) {}

  /** Lets the request pay, and notes its ticket; see `stateOf` for what is left. */
  async pass(request: Request, passage: Passage): Promise<void> {
    const token = randomUUID();
    const entry = await this.ask(passage, token);
    this.count(request, passage.budgets, entry);
    if (passage.conversationId === null || !entry?.turn) return;
    const { isLocked, memory } = entry.turn;
    const release = isLocked ? this.releaseOf(passage.conversationId, token) : null;
    const ticket = new TurnTicket(token, memory, release);
    rememberTicket(request, ticket);
    if (request.res?.closed) return ticket.drop(); // The caller has hung up meanwhile.
    request.res?.once('close', () => ticket.drop());
  }

  /** What is left of a budget; undefined while the request has not paid for it. */
  stateOf(request: Request, { key }: Budget): BudgetState | undefined {
    return this.counted.get(request)?.get(key);
  }

  /** Null: Redis is away, or need not be asked, since our own count refuses already. */
  private async ask({ budgets, conversationId }: Passage, token: string): Promise<Entry | null> {
    const isSpent = budgets.some((budget) => this.counters.isSpent(budget));
    if (isSpent || !this.redis.isAvailable) return null;
    const asked = { budgets, conversationId, token, lockMs: this.settings.chat.lockTtlMs };
    return enter(this.redis, asked).catch(() => null); // Redis has just gone: our own count holds.
  }

  private count(request: Request, budgets: readonly Budget[], entry: Entry | null): void {
    const states = this.counted.get(request) ?? new Map<string, BudgetState>();
    this.counted.set(request, states);
    for (const [index, budget] of budgets.entries()) {
      const state = this.countEverywhere(budget, entry?.counts[index]);
      states.set(budget.key, state);
      if (state.isBlocked) return;
    }
  }

  /** The higher count holds: Redis knows the other replicas, this process remembers what a flushed Redis forgot. */
  private countEverywhere(budget: Budget, there: Entry['counts'][number] | undefined): BudgetState {
    const here = this.counters.count(budget);
    if (!there) return here;
    this.counters.align(budget.key, there.leftMs);
    return there.hits >= here.totalHits ? budgetState(there.hits, there.leftMs, budget.limit) : here;
  }

  private releaseOf(conversationId: string, token: string): () => void {
    return () => {
      this.redis.run(RELEASE_LOCK, [REDIS_KEYS.lock(conversationId)], [token]).catch(() => undefined); // It expires.
    };
  }
}
