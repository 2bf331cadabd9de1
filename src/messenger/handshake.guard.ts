import { hash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { ForbiddenError } from '../errors/request.errors.js';

/** Longest challenge that is given back; Meta's are numbers. */
const MAX_CHALLENGE = 256;

/** What Meta wants to have back; null where it is nothing that Meta would ask for. */
export function challengeOf({ query }: Request): string | null {
  const { 'hub.challenge': challenge } = query;
  const isOne = typeof challenge === 'string' && /^[\w.-]+$/.test(challenge);
  return isOne && challenge.length <= MAX_CHALLENGE ? challenge : null;
}

/** Lets only who knows MESSENGER_VERIFY_TOKEN have his challenge back. */
@Injectable()
export class HandshakeGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  /** @throws ForbiddenError */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const { 'hub.mode': mode, 'hub.verify_token': token } = request.query;
    if (mode === 'subscribe' && challengeOf(request) !== null && this.isOurs(token)) return true;
    throw new ForbiddenError();
  }

  /** Hashes are of one length, whatever is compared. */
  private isOurs(token: unknown): boolean {
    const { verifyToken } = this.settings.messenger;
    if (typeof token !== 'string' || verifyToken === null) return false;
    return timingSafeEqual(hash('sha256', token, 'buffer'), hash('sha256', verifyToken, 'buffer'));
  }
}
