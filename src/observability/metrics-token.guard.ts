import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { UnauthenticatedError } from '../errors/request.errors.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in whoever bears METRICS_TOKEN, compared in constant time; everybody when it is unset. */
@Injectable()
export class MetricsTokenGuard implements CanActivate {
  private readonly expected: Buffer | null;

  constructor(settings: Settings) {
    const token = settings.observability.metricsToken;
    this.expected = token === null ? null : digest(`Bearer ${token}`);
  }

  /** @throws UnauthenticatedError for a missing or wrong token */
  canActivate(context: ExecutionContext): boolean {
    if (this.expected === null) return true;
    const given = context.switchToHttp().getRequest<Request>().get('authorization') ?? '';
    if (timingSafeEqual(digest(given), this.expected)) return true;
    throw new UnauthenticatedError();
  }
}
