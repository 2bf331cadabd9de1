import { type ArgumentMetadata, Injectable, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidRequestError } from '../errors/request.errors.js';
import { fieldProblems } from './field-problems.js';

const options = {
  transform: true,
  whitelist: true,
  exceptionFactory: (errors: ValidationError[]) =>
    new InvalidRequestError({ details: fieldProblems(errors) }),
};

/**
 * Turns wire into DTOs by their class-validator rules. Unknown fields of a body are refused, unknown query parameters
 * are dropped.
 * @throws InvalidRequestError naming each field that breaks a rule
 */
@Injectable()
export class RequestValidationPipe implements PipeTransform {
  private readonly body = new ValidationPipe({ ...options, forbidNonWhitelisted: true });
  private readonly others = new ValidationPipe(options);

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const pipe = metadata.type === 'body' ? this.body : this.others;
    return pipe.transform(value, metadata);
  }
}
