import { Module } from '@nestjs/common';
import { InProcessRateLimitStorage } from './in-process-rate-limit-storage.js';
import { RateLimitStorage } from './rate-limit-storage.js';

/** How often callers may call. */
@Module({
  providers: [
    { provide: RateLimitStorage, useFactory: () => new InProcessRateLimitStorage(() => performance.now()) },
  ],
  exports: [RateLimitStorage],
})
export class ThrottleModule {}
