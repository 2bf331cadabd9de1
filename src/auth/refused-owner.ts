import type { IncomingMessage } from 'node:http';
import type { Owner } from './owner.js';

const owners = new WeakMap<IncomingMessage, Owner>();

/** Notes whose budget the request found spent; only the limit by owner may. */
export function rememberRefusedOwner(request: IncomingMessage, owner: Owner): void {
  owners.set(request, owner);
}

/** Whose budget the request found spent; null where it was refused for its address, or not at all. */
export function refusedOwner(request: IncomingMessage): Owner | null {
  return owners.get(request) ?? null;
}
