import { Module } from '@nestjs/common';
import { RequestGate } from './request-gate.service.js';

/** How often callers may call. */
@Module({ providers: [RequestGate], exports: [RequestGate] })
export class ThrottleModule {}
