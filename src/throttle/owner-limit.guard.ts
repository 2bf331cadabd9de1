import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerLimitDetail } from '@nestjs/throttler';
import type { Request } from 'express';
import { ownerHash } from '../auth/owner.js';
import { rememberRefusedOwner } from '../auth/refused-owner.js';
import { requestOwner } from '../auth/request-owner.js';
import { Settings } from '../config/settings.js';
import { askedConversation } from './asked-conversation.js';
import type { Budget } from './budget.js';
import { ownerBudget } from './owner-budget.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { type Passage, RequestGate } from './request-gate.service.js';

/**
 * RATE_LIMIT_PER_DEVICE requests a minute of one device or signed-in user. Stands behind the authentication, so that
 * nobody spends another user's budget; lets pass what names no usable owner.
 */
@Injectable()
export class OwnerLimitGuard extends RateLimitGuard {
  // Named tokens: those that ThrottlerGuard declares for its own parameters would win over the types.
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(RequestGate) gate: RequestGate,
    @Inject(Reflector) reflector: Reflector,
  ) {
    super(settings.chat.ratePerDevice, gate, reflector);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    return ownerBudget(request, this.settings.chat.ratePerDevice) === null;
  }

  protected override async getTracker(request: Request): Promise<string> {
    return ownerHash(requestOwner(request));
  }

  protected override passage(request: Request, budget: Budget): Passage {
    return { budgets: [budget], conversationId: askedConversation(request) };
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    detail: ThrottlerLimitDetail,
  ): Promise<void> {
    const request = context.switchToHttp().getRequest<Request>();
    rememberRefusedOwner(request, requestOwner(request));
    return super.throwThrottlingException(context, detail);
  }
}
