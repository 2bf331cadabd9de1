import { APIConnectionError, APIError } from 'openai/error';
import { z } from 'zod';
import { isContextOverflow } from './context-overflow.js';

/** What codes and types look like; anything else in their place may be text of the conversation. */
const NAME = /^[\w.-]{1,64}$/;

/** Deepest chain of causes that is searched for a code. */
const MAX_CAUSES = 3;

/**
 * Why an endpoint gave no usable answer: class, status, code and type of the failure, never its text. Endpoints echo
 * requests in their errors, parsers quote what they can't parse, and both would carry messages into the log.
 */
export class EndpointError extends Error {
  /** HTTP status; null where no answer came or it could not be read. */
  readonly status: number | null;
  /** As the endpoint or the system names it, such as `context_length_exceeded` or `ECONNREFUSED`. */
  readonly code: string | null;
  /** True where the connection failed or broke, so that the same request may succeed. */
  readonly isConnection: boolean;
  /** True where the request was longer than the model's context. */
  readonly isContextOverflow: boolean;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | null;

  constructor(error: unknown) {
    super(summaryOf(error));
    this.status = statusOf(error);
    this.code = codeOf(error);
    this.isContextOverflow = isContextOverflow(error);
    // undici reports a connection that breaks in mid-body as a bare TypeError.
    this.isConnection = error instanceof APIConnectionError || error instanceof TypeError;
    const headers: unknown = error instanceof APIError ? error.headers : null;
    this.retryAfter = headers instanceof Headers ? headers.get('retry-after') : null;
    this.stack = `${EndpointError.name}: ${this.message}${framesOf(error)}`;
  }
}

function summaryOf(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  if (error instanceof z.core.$ZodError) return `${name}: ${error.issues.map(placeOf).join(', ')}`;
  const type = error instanceof APIError ? nameIn(error.type) : null;
  return [name, statusOf(error), type, codeOf(error)].filter((fact) => fact !== null).join(' ');
}

function statusOf(error: unknown): number | null {
  const status: unknown = error instanceof APIError ? error.status : null;
  return typeof status === 'number' ? status : null;
}

/** Where a body differs from what was expected; the place is named by our schema, not by the body. */
function placeOf({ path, code }: z.core.$ZodIssue): string {
  return `${code} at ${path.join('.')}`;
}

/** The first code in the chain of causes; of a broken connection it is an inner error that has it. */
function codeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > MAX_CAUSES) return null;
  const code = 'code' in error ? nameIn(error.code) : null;
  return code ?? ('cause' in error ? codeOf(error.cause, depth + 1) : null);
}

function nameIn(value: unknown): string | null {
  return typeof value === 'string' && NAME.test(value) ? value : null;
}

/** The lines of a stack behind its first, which is the text of the error. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const heading = String(error);
  return error.stack?.startsWith(heading) ? error.stack.slice(heading.length) : '';
}
