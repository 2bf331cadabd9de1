import { randomUUID } from 'node:crypto';
import { types } from 'node:util';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Response } from 'express';
import type { ExpectedError } from '../errors/expected.errors.js';
import { errorAnswer } from './error-answer.js';
import { expectedFailure } from './framework-failure.js';
import { currentRequest, type RequestContext } from './request-context.js';

/** A turn that failed was logged with its stack where it ran, which may have been another process. */
const isLoggedByTurn = (failure: ExpectedError | null): boolean =>
  failure !== null && ['agent_failed', 'agent_timeout', 'internal'].includes(failure.kind);

/** The one place where failures become answers. A bug is logged once with its whole stack and answers a bare 500. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const context = currentRequest() ?? { requestId: randomUUID(), language: null };
    const failure = expectedFailure(thrown);
    const answer = errorAnswer(failure, context);
    if (answer.status >= 500 && !isLoggedByTurn(failure))
      this.log(thrown, { code: answer.body.error, context, isBug: failure === null });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(answer.status).set(answer.headers).json(answer.body);
  }

  private log(thrown: unknown, about: { code: string; context: RequestContext; isBug: boolean }): void {
    const err = types.isNativeError(thrown)
      ? thrown
      : new Error('What was thrown is not an Error', { cause: thrown });
    const entry = { msg: `request ${about.context.requestId} failed`, error: about.code, err };
    if (about.isBug) this.logger.error(entry);
    else this.logger.warn(entry);
  }
}
