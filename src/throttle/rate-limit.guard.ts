import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { type ThrottlerLimitDetail, ThrottlerGuard, type ThrottlerStorage } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { RateLimitedError } from '../errors/request.errors.js';
import { type Budget, type BudgetState, WINDOW_MS } from './budget.js';
import type { Passage, RequestGate } from './request-gate.service.js';

/** The gate counts; ThrottlerGuard's own store is never asked. */
const NO_STORAGE: ThrottlerStorage = {
  increment: () => Promise.reject(new Error('the request gate counts')),
};

/**
 * One budget per tracker over all routes, in windows of 60 s. Sets `RateLimit-Limit`, `-Remaining` and `-Reset`
 * (seconds until the window ends); of two guards the later one's figures stand.
 * @throws RateLimitedError when the budget is spent
 */
export abstract class RateLimitGuard extends ThrottlerGuard {
  constructor(
    private readonly limit: number,
    private readonly gate: RequestGate,
    reflector: Reflector,
  ) {
    super([{ ttl: WINDOW_MS, limit }], NO_STORAGE, reflector);
  }

  /** The same for all routes: ThrottlerGuard would look for the decorators of each, at every request, in twelve places. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    return (await this.shouldSkip(context)) || this.charge(context);
  }

  /** What the request pays for here: the budget itself, and whatever can ride along. */
  protected abstract passage(request: Request, budget: Budget): Passage;

  private async charge(context: ExecutionContext): Promise<true> {
    const { limit } = this;
    const request = context.switchToHttp().getRequest<Request>();
    const tracker = await this.getTracker(request);
    const budget = { key: tracker, limit };
    if (!this.gate.stateOf(request, budget)) await this.gate.pass(request, this.passage(request, budget));
    const state = this.gate.stateOf(request, budget);
    if (!state) return true;
    if (state.isBlocked) {
      await this.throwThrottlingException(context, {
        ...state,
        limit,
        ttl: WINDOW_MS,
        key: tracker,
        tracker,
      });
    }
    this.tell(context.switchToHttp().getResponse<Response>(), limit, state);
    return true;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new RateLimitedError({
      retryAfterSeconds: timeToBlockExpire,
      headers: limitHeaders(limit, 0, timeToBlockExpire),
    });
  }

  private tell(response: Response, limit: number, { totalHits, timeToExpire }: BudgetState): void {
    response.set(limitHeaders(limit, Math.max(0, limit - totalHits), timeToExpire));
  }
}

const limitHeaders = (limit: number, remaining: number, resetSeconds: number): Record<string, string> => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(resetSeconds),
});
