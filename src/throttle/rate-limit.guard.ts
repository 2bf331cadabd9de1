import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { RateLimitedError } from '../errors/request.errors.js';
import type { RateLimitStorage } from './rate-limit-storage.js';

const WINDOW_MS = 60_000;

/**
 * One budget per tracker over all routes, in windows of 60 s. Sets `RateLimit-Limit`, `-Remaining` and `-Reset`
 * (seconds until the window ends); of two guards the later one's figures stand.
 * @throws RateLimitedError when the budget is spent
 */
export abstract class RateLimitGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';

  constructor(limit: number, storage: RateLimitStorage, reflector: Reflector) {
    super([{ ttl: WINDOW_MS, limit }], storage, reflector);
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new RateLimitedError({
      retryAfterSeconds: timeToBlockExpire,
      headers: {
        'RateLimit-Limit': String(limit),
        'RateLimit-Remaining': '0',
        'RateLimit-Reset': String(timeToBlockExpire),
      },
    });
  }
}
