import { hash } from 'node:crypto';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { userIdOfPath } from '../auth/user-path.js';
import { Settings } from '../config/settings.js';
import { askedConversation } from './asked-conversation.js';
import type { Budget } from './budget.js';
import { isExempt } from './limited-paths.js';
import { ownerBudget } from './owner-budget.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { type Passage, RequestGate } from './request-gate.service.js';

/** RATE_LIMIT_PER_IP requests a minute of one address; of IPv6, one /64 network. */
@Injectable()
export class IpLimitGuard extends RateLimitGuard {
  // Named tokens: those that ThrottlerGuard declares for its own parameters would win over the types.
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(RequestGate) gate: RequestGate,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super(settings.chat.ratePerIp, gate, reflector);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return isExempt(context.switchToHttp().getRequest<Request>().path);
  }

  protected override async getTracker(request: Request): Promise<string> {
    const network = await super.getTracker(request);
    return hash('sha256', `ip:${network}`);
  }

  /** A device needs no authentication: its own budget, and its turn's needs, ride along. */
  protected override passage(request: Request, budget: Budget): Passage {
    const owner =
      userIdOfPath(request) === null ? ownerBudget(request, this.settings.chat.ratePerDevice) : null;
    if (!owner) return { budgets: [budget], conversationId: null };
    return { budgets: [budget, owner], conversationId: askedConversation(request) };
  }
}
