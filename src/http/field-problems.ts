import type { ValidationError } from 'class-validator';
import type { FieldProblem } from '../errors/expected.errors.js';

/** Enough for a person to go on with; a hostile body could name thousands. */
const MAX_PROBLEMS = 20;
const MAX_FIELD_CHARACTERS = 100;

/** The problems of a request by field, named as on the wire (`device_id`, `items.0.name`), at most 20. */
export function fieldProblems(errors: readonly ValidationError[]): FieldProblem[] {
  return errors.flatMap((error) => problemsOf(error, '')).slice(0, MAX_PROBLEMS);
}

function problemsOf(error: ValidationError, prefix: string): FieldProblem[] {
  const isUnknown = error.constraints?.['whitelistValidation'] !== undefined;
  const name = isUnknown ? error.property : wireName(error.property);
  const field = `${prefix}${name}`.slice(0, MAX_FIELD_CHARACTERS);
  const children = (error.children ?? []).flatMap((child) => problemsOf(child, `${field}.`));
  const [message] = Object.values(error.constraints ?? {});
  if (message === undefined) return children;
  const told = isUnknown ? 'is not a known field' : message.replaceAll(error.property, name);
  return [{ field, message: told }, ...children];
}

const wireName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
