import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ErrorFilter } from './error.filter.js';
import { FallbackController } from './fallback.controller.js';
import { RequestValidationPipe } from './request-validation.js';

/** How every request is checked and every failure answered. The last of the application's imports. */
@Module({
  controllers: [FallbackController],
  providers: [
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useClass: RequestValidationPipe },
  ],
})
export class HttpModule {}
