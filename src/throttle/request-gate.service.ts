import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { v7 as uuid } from 'uuid';
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
  async pass(request: Request, { budgets, conversationId }: Passage): Promise<void> {
    const states = this.statesOf(request);
    const isSpent = budgets.some((budget) => this.countHere(states, budget).isBlocked);
    if (isSpent || !this.redis.isAvailable) return;
    const token = uuid();
    const asked = { budgets, conversationId, token, lockMs: this.settings.chat.lockTtlMs };
    const entry = await enter(this.redis, asked).catch(() => null); // Redis has just gone: our own count holds.
    if (!entry) return;
    budgets.forEach((budget, index) => this.countThere(states, budget, entry.counts[index]));
    if (conversationId !== null && entry.turn) {
      const release = entry.turn.isLocked ? this.releaseOf(conversationId, token) : null;
      const ticket = new TurnTicket(token, entry.turn.memory, release);
      rememberTicket(request, ticket);
      request.res?.once('close', () => ticket.drop());
    }
  }

  /** What is left of a budget; undefined while the request has not paid for it. */
  stateOf(request: Request, { key }: Budget): BudgetState | undefined {
    return this.counted.get(request)?.get(key);
  }

  private statesOf(request: Request): Map<string, BudgetState> {
    const states = this.counted.get(request) ?? new Map<string, BudgetState>();
    this.counted.set(request, states);
    return states;
  }

  private countHere(states: Map<string, BudgetState>, budget: Budget): BudgetState {
    const state = this.counters.count(budget);
    states.set(budget.key, state);
    return state;
  }

  /** The higher count holds: Redis knows the other replicas, this process remembers what a flushed Redis forgot. */
  private countThere(
    states: Map<string, BudgetState>,
    { key, limit }: Budget,
    count: Entry['counts'][number] | undefined,
  ): void {
    const here = states.get(key);
    if (!count || !here) return;
    this.counters.align(key, count.leftMs);
    if (count.hits >= here.totalHits) states.set(key, budgetState(count.hits, count.leftMs, limit));
  }

  private releaseOf(conversationId: string, token: string): () => void {
    return () => {
      this.redis.run(RELEASE_LOCK, [REDIS_KEYS.lock(conversationId)], [token]).catch(() => undefined); // It expires.
    };
  }
}
