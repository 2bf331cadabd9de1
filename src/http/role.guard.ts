import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { NotFoundError } from '../errors/request.errors.js';

/** A process with ROLE=worker serves health and metrics only; for everything else it is the wrong door. */
@Injectable()
export class RoleGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  /** @throws NotFoundError */
  canActivate(context: ExecutionContext): boolean {
    const { path } = context.switchToHttp().getRequest<Request>();
    if (this.settings.server.role === 'worker' && !/^\/(health(\/|$)|metrics$)/.test(path))
      throw new NotFoundError();
    return true;
  }
}
