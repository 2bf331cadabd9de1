import { AsyncLocalStorage } from 'node:async_hooks';
import type { Language } from '../config/chat.config.js';

/** What every part of the process may know about the request that it works for. */
export interface RequestContext {
  /** The caller's X-Request-Id, or a new UUID. */
  readonly requestId: string;
  /** The language that Accept-Language names, if Parley speaks it. */
  readonly language: Language | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request in whose call chain the caller stands; undefined outside of one. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work`, and all that it starts, as part of the request. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}
