import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { isDatabaseUnavailable } from './database-failure.js';
import { DatabaseUnavailableError } from './database.errors.js';

/** Turns a lost or overloaded database, met by TypeORM's own reads, into the failure that callers know. */
@Injectable()
export class DatabaseFailureInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw isDatabaseUnavailable(error) ? new DatabaseUnavailableError({ cause: error }) : error;
      }),
    );
  }
}
