import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ForbiddenError } from '../errors/request.errors.js';
import { bearerToken } from './bearer-token.js';
import { TokenVerifier } from './token-verifier.service.js';
import { cleanUserId } from './user-id.js';
import { userIdOfPath } from './user-path.js';
import { rememberUser } from './verified-user.js';

/** Lets only the user's own token below `/api/{user_id}`. Other routes belong to devices and pass. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly verifier: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const userId = userIdOfPath(request);
    if (userId === null) return true;
    const subject = await this.verifier.verify(bearerToken(request));
    cleanUserId(userId);
    if (subject !== userId) throw new ForbiddenError();
    rememberUser(request, userId);
    return true;
  }
}
