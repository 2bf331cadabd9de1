import { type DynamicModule, Global, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { Settings } from '../config/settings.js';
import { BreakerListener } from '../agent/breaker-listener.js';
import { StatementTimer } from '../database/statement-timer.js';
import { RedisListener } from '../redis/redis-listener.js';
import { ApplicationLog } from './application-log.service.js';
import { BreakerEvents } from './breaker-events.service.js';
import { HttpMetricsMiddleware } from './http-metrics.middleware.js';
import { Checkpoints } from './checkpoints.js';
import { createJsonLog, JSON_LOG } from './json-log.js';
import { MetricsTokenGuard } from './metrics-token.guard.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { requestLog } from './request-log.js';
import { TurnEventsInterceptor } from './turn-events.interceptor.js';
import { TurnEvents } from './turn-events.service.js';

const jsonLog = {
  provide: JSON_LOG,
  inject: [Settings],
  useFactory: (settings: Settings) => createJsonLog(settings),
};

@Module({ providers: [jsonLog], exports: [jsonLog] })
class JsonLogModule {}

/** The JSON log, the events of turns and `/metrics`, for every module. */
@Global()
@Module({
  imports: [
    JsonLogModule,
    LoggerModule.forRootAsync({ imports: [JsonLogModule], inject: [JSON_LOG], useFactory: requestLog }),
  ],
  controllers: [MetricsController],
  providers: [
    ApplicationLog,
    MetricsService,
    { provide: StatementTimer, useExisting: MetricsService },
    BreakerEvents,
    { provide: BreakerListener, useExisting: BreakerEvents },
    { provide: RedisListener, useExisting: BreakerEvents },
    MetricsTokenGuard,
    TurnEvents,
    { provide: APP_INTERCEPTOR, useClass: TurnEventsInterceptor },
  ],
  exports: [TurnEvents, MetricsService, StatementTimer, BreakerListener, RedisListener],
})
export class ObservabilityModule implements NestModule {
  static forRoot(checkpoints: Checkpoints): DynamicModule {
    const watched = { provide: Checkpoints, useValue: checkpoints };
    return { module: ObservabilityModule, providers: [watched], exports: [watched] };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(HttpMetricsMiddleware).forRoutes('{/*splat}');
  }
}
