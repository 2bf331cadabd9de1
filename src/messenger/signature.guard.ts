import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { ForbiddenError, UnauthenticatedError } from '../errors/request.errors.js';
import { signatureVerdict } from './webhook-signature.js';

const NOTHING = Buffer.alloc(0);

/** The body's bytes as they came; none where there was no body. */
export const rawBodyOf = ({ body }: Request): Buffer => (Buffer.isBuffer(body) ? body : NOTHING);

/** Lets only Meta in: whoever signs with MESSENGER_APP_SECRET. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  /** @throws UnauthenticatedError without a signature, ForbiddenError with a wrong one */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const { appSecret } = this.settings.messenger;
    const header = request.headers['x-hub-signature-256'];
    const verdict = appSecret === null ? 'wrong' : signatureVerdict(appSecret, rawBodyOf(request), header);
    if (verdict === 'missing') throw new UnauthenticatedError();
    if (verdict === 'wrong') throw new ForbiddenError();
    return true;
  }
}
