import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { failureOf } from './request-failure.js';

/** The last guard: throws what the reading of the request has noted, after it was counted and its caller is known. */
@Injectable()
export class BodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const failure = failureOf(context.switchToHttp().getRequest<Request>());
    if (failure) throw failure;
    return true;
  }
}
