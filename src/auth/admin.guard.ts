import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { NotFoundError, UnauthenticatedError } from '../errors/request.errors.js';
import { bearsToken } from './bears-token.js';

/** Every path below it, existing or not; in any letter case, as the router takes it. */
const ADMIN_PATH = /^\/+knowledge(\/|$)/i;

/** Lets whoever bears ADMIN_TOKEN look after the knowledge base; without that setting there is no such place. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  /** @throws NotFoundError while no token is set, UnauthenticatedError for a missing or wrong one */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!ADMIN_PATH.test(request.path)) return true;
    const { adminToken } = this.settings.auth;
    if (adminToken === null) throw new NotFoundError();
    if (!bearsToken(request, adminToken)) throw new UnauthenticatedError();
    return true;
  }
}
