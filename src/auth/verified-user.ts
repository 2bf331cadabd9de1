import type { IncomingMessage } from 'node:http';

const users = new WeakMap<IncomingMessage, string>();

/** Notes whose token the request carries; only the authentication guard may. */
export function rememberUser(request: IncomingMessage, userId: string): void {
  users.set(request, userId);
}

/** The signed-in user whose route this is; undefined on routes of devices. */
export function verifiedUser(request: IncomingMessage): string | undefined {
  return users.get(request);
}
