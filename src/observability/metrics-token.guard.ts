import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { bearsToken } from '../auth/bears-token.js';
import { Settings } from '../config/settings.js';
import { UnauthenticatedError } from '../errors/request.errors.js';

/** Lets in whoever bears METRICS_TOKEN; everybody when it is unset. */
@Injectable()
export class MetricsTokenGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  /** @throws UnauthenticatedError for a missing or wrong token */
  canActivate(context: ExecutionContext): boolean {
    const { metricsToken } = this.settings.observability;
    if (metricsToken === null || bearsToken(context.switchToHttp().getRequest<Request>(), metricsToken))
      return true;
    throw new UnauthenticatedError();
  }
}
