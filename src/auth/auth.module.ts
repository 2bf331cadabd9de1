import { Module } from '@nestjs/common';
import { TokenVerifier } from './token-verifier.service.js';

/** Who calls: devices by their id, users by their token. */
@Module({ providers: [TokenVerifier], exports: [TokenVerifier] })
export class AuthModule {}
