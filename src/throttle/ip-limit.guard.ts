import { createHash } from 'node:crypto';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { isExempt } from './limited-paths.js';
import { RateLimitStorage } from './rate-limit-storage.js';
import { RateLimitGuard } from './rate-limit.guard.js';

/** RATE_LIMIT_PER_IP requests a minute of one address; of IPv6, one /64 network. */
@Injectable()
export class IpLimitGuard extends RateLimitGuard {
  // Named tokens: those that ThrottlerGuard declares for its own parameters would win over the types.
  constructor(
    @Inject(Settings) settings: Settings,
    @Inject(RateLimitStorage) storage: RateLimitStorage,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super(settings.chat.ratePerIp, storage, reflector);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return isExempt(context.switchToHttp().getRequest<Request>().path);
  }

  protected override async getTracker(request: Request): Promise<string> {
    const network = await super.getTracker(request);
    return createHash('sha256').update(`ip:${network}`).digest('hex');
  }
}
