import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { type Observable, tap } from 'rxjs';
import type { HealthReportDto } from './health-report.dto.js';

/** Seconds until a probe may ask again. */
const RETRY_AFTER_SECONDS = 5;

/** Answers 503 with `Retry-After` where the report says `error`, and 200 otherwise. */
@Injectable()
export class HealthStatusInterceptor implements NestInterceptor<HealthReportDto> {
  intercept(context: ExecutionContext, next: CallHandler<HealthReportDto>): Observable<HealthReportDto> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      tap(({ status }) => {
        if (status !== 'error') return;
        response.status(503).set('Retry-After', String(RETRY_AFTER_SECONDS));
      }),
    );
  }
}
